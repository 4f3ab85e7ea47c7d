/** The admin port: is it alive, is it ready, what did it do. */
package paloma.server.admin;
