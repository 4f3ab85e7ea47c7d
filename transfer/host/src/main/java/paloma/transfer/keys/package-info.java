/**
 * Secrets in files, and what a key looks like to people: the server's key, tokens, fingerprints. Blocks on the disk: never
 * on an event loop.
 */
package paloma.transfer.keys;
