/**
 * The command {@code chat}: {@link paloma.client.chat.ChatSession} decides, told the time and what was heard; the command's
 * thread waits for the network and for standard input, and does what it says.
 */
package paloma.client.chat;
