/** Asks a running server whether it answers. */
package paloma.server.health;
