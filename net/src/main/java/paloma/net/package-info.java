/**
 * UDP, TCP and UNIX sockets over epoll, kqueue or NIO: {@link paloma.net.Transport} chooses, {@link
 * paloma.net.UdpEndpoint}, {@link paloma.net.TcpEndpoint} and {@link paloma.net.UnixEndpoint} listen, {@link
 * paloma.net.PeerChannel} connects. Handlers and buffers belong to one event loop each.
 */
package paloma.net;
