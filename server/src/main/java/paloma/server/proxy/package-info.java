/** The PROXY protocol: a balancer tells the true client in front of a stream or of each datagram. */
package paloma.server.proxy;
