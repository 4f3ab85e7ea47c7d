/** Names of files as they travel, and why one is refused. No file is opened here. */
package paloma.transfer.name;
