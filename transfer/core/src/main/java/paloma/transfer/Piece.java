package paloma.transfer;

/**
 * What one packet carries: bytes of the file, or hashes.
 *
 * @param subject the file offset; of hashes, the index of the first
 * @param length bytes of the file; of hashes, minus their number
 */
record Piece(long subject, int length) {}
