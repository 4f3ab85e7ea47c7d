/** A tree of files as it travels in batches: what is there, what is wanted, and many small files in one transfer. */
package paloma.transfer.tree;
