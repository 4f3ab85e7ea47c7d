/**
 * DTLS 1.2 (RFC 6347) as a stage of a datagram pipeline: {@link paloma.net.dtls.DtlsServerHandler} and {@link
 * paloma.net.dtls.DtlsClientHandler} turn datagrams of records into datagrams of plaintext and back. The record layer and
 * the handshakes are those of Eclipse Californium's Scandium, run on the channel's event loop, without sockets and threads
 * of its own; its classes load when the first handler is made. Everything here belongs to one event loop.
 */
package paloma.net.dtls;
