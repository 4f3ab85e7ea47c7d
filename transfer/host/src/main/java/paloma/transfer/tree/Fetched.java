package paloma.transfer.tree;

import java.nio.ByteBuffer;

/**
 * The answer to one {@link Wanted}.
 *
 * @param entry of the file where the verdict is {@link Verdict#WANTED}, else null
 * @param content as it was sent and not compared with its hash; null without an entry
 */
public record Fetched(Verdict verdict, TreeEntry entry, ByteBuffer content) {}
