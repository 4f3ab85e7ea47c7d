/**
 * The program {@code paloma server}. {@link paloma.server.Main} reads the settings, {@link paloma.server.Server}
 * starts and stops everything on the main thread, and {@link paloma.server.Pipelines} lists the stages of all
 * pipelines.
 */
package paloma.server;
