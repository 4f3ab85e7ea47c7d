package paloma.client.files;

import paloma.client.terminal.CliException;
import paloma.net.Printable;
import paloma.transfer.disk.Listing;
import paloma.transfer.name.NameBytes;

/** Takes what the server lists of one source: what is excluded and what cannot be fetched is left out. */
final class TreeListing {
    private final String asked;
    private final ListedTree tree;
    private final Excludes excludes;
    private final LeftOuts leftOuts;
    private Listing.Entry single;
    private String stranger;

    /**
     * @param asked the name of the source; empty for all that the server has
     * @param tree with that as its base
     */
    TreeListing(String asked, ListedTree tree, Excludes excludes, LeftOuts leftOuts) {
        this.asked = asked;
        this.tree = tree;
        this.excludes = excludes;
        this.leftOuts = leftOuts;
    }

    /** @param entry as the server lists it: its name leads down, and anywhere there */
    void add(Listing.Entry entry) {
        String name = relative(entry.name().text());
        if (name == null) {
            stranger = stranger == null ? entry.name().text() : stranger;
        } else if (name.isEmpty() && !entry.isFolder()) {
            single = entry;
        } else if (name.isEmpty() || !excludes.excluded(name, entry.isFolder())) {
            add(name, entry);
        }
    }

    private void add(String name, Listing.Entry entry) {
        switch (entry.kind()) {
            case FILE -> tree.addFile(name, entry.facts());
            case FOLDER -> tree.addFolder(name, entry.facts());
            case LINK -> tree.addLink(name, entry.facts(), NameBytes.encode(entry.target()));
        }
    }

    void leaveOut(Listing.LeftOut one) {
        String name = relative(one.name());
        if (name == null || name.isEmpty() || !excludes.excluded(name, false)) {
            leftOuts.leftOut(one.name(), one.words());
        }
    }

    /** Called at the end of the list. */
    void end(Listing.Remarks remarks) throws CliException {
        if (stranger != null) {
            throw new CliException("Nothing fetched: asked for " + Printable.quote(asked) + ", but the server lists "
                    + Printable.quote(stranger) + ".");
        }
        String name = asked.isEmpty() ? "/" : asked;
        if (remarks.leftOut() > 0) {
            leftOuts.leftOut(name, remarks.leftOut() + " in it, with names that cannot be sent");
        }
        if (remarks.isCut()) {
            leftOuts.leftOut(name, "what is not in the server's list, which is cut; fetch its folders one by one");
        }
    }

    /** Returns the only entry where the source is no folder, else null. */
    Listing.Entry single() {
        return single;
    }

    /** Returns the name below what was asked for; null for one that lies elsewhere. */
    private String relative(String name) {
        if (asked.isEmpty()) {
            return name;
        }
        if (name.equals(asked)) {
            return "";
        }
        return name.startsWith(asked + "/") ? name.substring(asked.length() + 1) : null;
    }
}
