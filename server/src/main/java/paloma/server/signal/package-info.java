/** What the operating system asks of the process. */
package paloma.server.signal;
