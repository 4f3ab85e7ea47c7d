/** Helpers for tests: programs started as children, sockets of the JDK's own, and a lossy link in memory. */
package paloma.testkit;
