/**
 * The command {@code demo}: {@link paloma.client.demo.Tour} shows each service of a server that it starts as a child
 * process.
 */
package paloma.client.demo;
