package paloma.client.tree;

/** Hears of what is not sent. */
@FunctionalInterface
public interface LeftOutListener {
    /**
     * Called for each item that is left out.
     *
     * @param name on this machine, not escaped yet
     * @param why in words that follow the name; not escaped yet
     */
    void leftOut(String name, String why);
}
