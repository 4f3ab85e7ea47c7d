/**
 * The pipeline between a socket and a service: bytes become an {@link paloma.server.handler.Exchange}, which every
 * stage passes on, up as a request and down with its answer. Runs on event loops.
 */
package paloma.server.handler;
