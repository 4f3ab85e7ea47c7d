/** How the servers of a fleet hear of each other: {@link paloma.server.bus.Bus}, over Redis. */
package paloma.server.bus;
