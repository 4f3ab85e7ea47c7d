/** The command {@code host}: names and addresses of a machine. Lookups block, so never on an event loop. */
package paloma.client.host;
