package paloma.transfer.tree;

import java.nio.ByteBuffer;

/**
 * An entry of a pack.
 *
 * @param content of a file, as it was sent and not compared with its hash; null where only the facts are to be set
 */
public record PackEntry(TreeEntry entry, ByteBuffer content) {}
