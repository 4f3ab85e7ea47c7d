/** Makes the secrets by which a server of files knows its clients. */
package paloma.client.token;
