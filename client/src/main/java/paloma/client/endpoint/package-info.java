/** The options that say which server a command talks to, over what, and how the two know each other. */
package paloma.client.endpoint;
