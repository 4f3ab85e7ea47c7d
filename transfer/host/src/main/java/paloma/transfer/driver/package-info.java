/** Drives senders and receivers of {@link paloma.transfer} over channels: pacing, joined sends, the way to the disk and back. */
package paloma.transfer.driver;
