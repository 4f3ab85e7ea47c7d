/** The server's page: what is served and what goes on, as JSON and in a browser. Nothing of it is loaded before one asks. */
package paloma.server.page;
