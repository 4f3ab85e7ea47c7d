/** What the commands of {@code paloma audio} share: options on which both sides agree, and a graceful end at Ctrl-C. */
package paloma.audio.program;
