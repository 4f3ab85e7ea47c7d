/** TLS in front of any service over TCP, and the certificates that TLS and DTLS share. */
package paloma.server.tls;
