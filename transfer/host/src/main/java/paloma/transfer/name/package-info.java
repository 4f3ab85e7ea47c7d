/**
 * Names of files as they travel, byte for byte in every locale, what a system can store of them, and why one is refused.
 * No file is opened here.
 */
package paloma.transfer.name;
