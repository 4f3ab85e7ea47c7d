/** The terminal that a command talks to: what it can show, how wide it is, Ctrl-C, and errors for people. */
package paloma.client.terminal;
