/** Run by the build: packs the static files of pages into a program's jar. */
package paloma.web.pack;
