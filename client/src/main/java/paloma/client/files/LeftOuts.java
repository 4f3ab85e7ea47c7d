package paloma.client.files;

import paloma.client.tree.LeftOutListener;

/** Reports what is left out, and counts it. */
final class LeftOuts implements LeftOutListener {
    private final Reporter reporter;
    private int count;

    LeftOuts(Reporter reporter) {
        this.reporter = reporter;
    }

    @Override
    public void leftOut(String name, String why) {
        count++;
        reporter.leftOut(name, why);
    }

    int count() {
        return count;
    }
}
