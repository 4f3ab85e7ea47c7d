/**
 * The command {@code echo}, which times round trips: {@link paloma.client.echo.Probing} decides what to send and
 * counts what returns; it is told the time.
 */
package paloma.client.echo;
