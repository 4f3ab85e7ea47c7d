/**
 * Conversations with a service: {@link paloma.client.call.Dialer} opens them over UDP, TCP or a UNIX socket, {@link
 * paloma.client.call.Caller} asks and repeats. One thread waits; an event loop does the I/O.
 */
package paloma.client.call;
