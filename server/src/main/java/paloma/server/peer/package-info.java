/**
 * Services that speak unasked: who their peers are, how an address is proved, and what waits for a peer until he reads.
 * What a peer causes runs on his event loop; what is sent to him may come from any thread.
 */
package paloma.server.peer;
