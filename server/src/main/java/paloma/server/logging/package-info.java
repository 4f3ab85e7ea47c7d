/** The log: lines on standard error, for people or for programs, that no event loop ever waits for. */
package paloma.server.logging;
