/** The program {@code paloma client}: {@link paloma.client.Main} runs its commands. */
package paloma.client;
