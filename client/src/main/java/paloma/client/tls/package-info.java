/** TLS and DTLS of the client: who the server is, and why there is no connection. */
package paloma.client.tls;
