/**
 * Shows people what greet and sink receive: event loops hand lines to the one thread of {@link
 * paloma.server.console.Console}.
 */
package paloma.server.console;
