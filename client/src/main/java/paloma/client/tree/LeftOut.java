package paloma.client.tree;

/**
 * Something that is not sent.
 *
 * @param name on this machine, not escaped yet
 * @param why in words that follow the name; not escaped yet
 */
public record LeftOut(String name, String why) {}
