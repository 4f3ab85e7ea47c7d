/** What paths to servers have carried, as this user has seen it before. */
package paloma.client.path;
