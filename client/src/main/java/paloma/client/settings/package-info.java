/** The folder of this user's settings and what is written there. */
package paloma.client.settings;
