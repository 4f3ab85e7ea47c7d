/** DTLS in front of any service over datagrams. Scandium's classes load when the first of its sockets is opened. */
package paloma.server.dtls;
