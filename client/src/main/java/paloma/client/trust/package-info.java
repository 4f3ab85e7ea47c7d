/** Which server has which key, as this user has seen it before. */
package paloma.client.trust;
