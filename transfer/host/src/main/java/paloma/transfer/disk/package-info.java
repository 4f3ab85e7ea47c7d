/**
 * The files of transfers on the disk: names, parts, chunks, lists, quotas. Everything here blocks: it runs on worker
 * threads, never on an event loop, and on threads that nobody interrupts, for an interrupt closes a file under its
 * other users.
 */
package paloma.transfer.disk;
