/** The command {@code listen}: an event loop receives, and the command's own thread prints. */
package paloma.client.listen;
