/**
 * Files of a transfer on the disk: names, parts, chunks, lists, room. Everything here blocks and is called by worker
 * threads, never by an event loop, and by threads that nobody interrupts: an interrupt closes a file under its other
 * users.
 */
package paloma.transfer.disk;
