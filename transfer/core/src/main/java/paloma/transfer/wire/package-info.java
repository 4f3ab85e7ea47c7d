/**
 * The bytes of the file transfer: a record for each {@link paloma.transfer.wire.Message}, which is said in clear, and for
 * each {@link paloma.transfer.wire.Frame}, which is sealed, documented and tested byte by byte. All input is hostile: what
 * cannot be read decodes to null and never throws.
 */
package paloma.transfer.wire;
