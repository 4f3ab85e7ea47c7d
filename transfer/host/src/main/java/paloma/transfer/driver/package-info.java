/** Drives the machines of {@link paloma.transfer} over channels: pacing, joined sends, and the way to the disk and back. */
package paloma.transfer.driver;
