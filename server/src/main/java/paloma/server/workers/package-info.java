/** Threads beside the event loops for what is too long for one. */
package paloma.server.workers;
