/**
 * What the chats of a fleet tell each other over the bus. Each message is a record that writes and reads itself; what is read
 * was written by nobody knows whom.
 */
package paloma.server.chat.message;
