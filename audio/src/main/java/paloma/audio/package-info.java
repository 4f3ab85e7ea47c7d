/** The program {@code paloma audio}: {@link paloma.audio.Main} runs its commands. */
package paloma.audio;
