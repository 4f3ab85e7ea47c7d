/** Keys and certificates for TLS and DTLS, of servers and of clients: read from PEM, made where there are none. */
package paloma.net.tls;
