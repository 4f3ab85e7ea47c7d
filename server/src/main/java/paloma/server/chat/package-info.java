/**
 * Rooms of people who talk by lines of text. {@link paloma.server.chat.Chat} and what it is made of are passive: told what
 * came and the time, they speak to peers; {@link paloma.server.chat.ChatService} puts them on the server.
 */
package paloma.server.chat;
