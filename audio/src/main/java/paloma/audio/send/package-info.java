/**
 * The command {@code send}: {@link paloma.audio.send.AudioSender} joins the source, read by a thread that may wait, to
 * its sockets, where {@link paloma.audio.send.PacedSender} sends each packet when it is due, on one event loop.
 */
package paloma.audio.send;
