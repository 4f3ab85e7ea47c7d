/**
 * The bytes of the file transfer: a record for each message, documented and tested byte by byte, in the frame of
 * {@link paloma.transfer.wire.Wire}. All input is hostile: what cannot be read decodes to null and never throws.
 */
package paloma.transfer.wire;
