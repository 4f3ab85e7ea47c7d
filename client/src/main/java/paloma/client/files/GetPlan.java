package paloma.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import paloma.client.option.HostPort;
import paloma.client.option.Remote;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;
import paloma.transfer.disk.Limits;
import paloma.transfer.disk.Root;
import paloma.transfer.name.NameBytes;

/** What to fetch and where to put it: only below the folder that the user named. */
final class GetPlan {
    /** What is kept of a file takes twice its line in the list. */
    private static final int HEAP_SHARE = 8;

    /** Behind the name of a folder: what is in it. */
    private static final String CONTENTS = "/.";

    private final List<Remote> sources;
    private final boolean recursive;
    private final Path folder;

    /** The new name of the only source; null if it keeps its own. */
    private final String newName;

    private GetPlan(List<Remote> sources, boolean recursive, Path folder, String newName) {
        this.sources = sources;
        this.recursive = recursive;
        this.folder = folder;
        this.newName = newName;
    }

    /** @throws picocli.CommandLine.ParameterException with a sentence about a usage error */
    static GetPlan of(List<String> words, boolean recursive, FilesOptions options) {
        int count = Math.max(1, words.size() - 1);
        Path to = options.path(words.size() == 1 ? "." : words.get(words.size() - 1));
        if (recursive && count == 1 && words.get(0).endsWith(CONTENTS)) {
            return checked(ofContents(words.get(0), to, options), to, options);
        }
        List<Remote> sources = new ArrayList<>();
        for (String word : words.subList(0, count)) {
            sources.add(source(word, recursive, options));
        }
        if (sources.stream().map(Remote::host).distinct().count() > 1) {
            throw options.refusal("Fetch from one server at a time; the last argument is the local target");
        }
        return checked(of(sources, recursive, to, options), to, options);
    }

    private static GetPlan checked(GetPlan plan, Path to, FilesOptions options) {
        refuse(LocalTargets.refusal(to), options);
        refuse(new LocalTargets(plan.folder, plan.recursive).refusal(plan.names()), options);
        return plan;
    }

    private static void refuse(Optional<String> sentence, FilesOptions options) {
        if (sentence.isPresent()) {
            throw options.refusal(sentence.get());
        }
    }

    /** Returns what each source is called here; an empty name for all that the server has. */
    private List<String> names() {
        return sources.stream().map(this::name).toList();
    }

    /** Returns a plan by which what is in a folder goes into the target itself, which is then as that folder. */
    private static GetPlan ofContents(String word, Path to, FilesOptions options) {
        Path folder = to.toAbsolutePath().normalize();
        if (folder.getParent() == null || !Files.isDirectory(folder.getParent())) {
            throw options.refusal("There is no folder to make " + Printable.quote(NameBytes.text(to)) + " in");
        }
        Remote source = source(word.substring(0, word.length() - CONTENTS.length()), true, options);
        String name = source.path().isEmpty() ? null : NameBytes.of(folder);
        return new GetPlan(List.of(source), true, name == null ? folder : folder.getParent(), name);
    }

    private static GetPlan of(List<Remote> sources, boolean recursive, Path to, FilesOptions options) {
        if (Files.isDirectory(to)) {
            return new GetPlan(sources, recursive, to, null);
        }
        Path parent = to.toAbsolutePath().normalize().getParent();
        if (sources.size() > 1 || parent == null || !Files.isDirectory(parent)) {
            Path missing = sources.size() > 1 || parent == null ? to : parent;
            throw options.refusal("There is no folder " + Printable.quote(NameBytes.text(missing))
                    + "; the last argument is the local target, and . is this folder");
        }
        return new GetPlan(sources, recursive, parent, NameBytes.of(to));
    }

    static Remote source(String word, boolean recursive, FilesOptions options) {
        Remote source;
        try {
            source = Remote.parse(word);
        } catch (IllegalArgumentException e) {
            throw options.refusal(e.getMessage());
        }
        if (source.path().isEmpty() && !recursive) {
            throw options.refusal("Name a file: " + Printable.escape(word) + (word.endsWith("/") ? "" : "/")
                    + "NAME, or fetch all of them with -r");
        }
        return source;
    }

    HostPort server() {
        return sources.get(0).host();
    }

    /** Finds all that is to be fetched; lists folders first. */
    Work work(TransferRun transfers, GetRequests requests, Excludes excludes, boolean sync, Reporter reporter)
            throws CliException, IOException, InterruptedException {
        int mostAtOnce = requests.limitKbit() > 0 ? 1 : Integer.MAX_VALUE;
        TreeTarget here = new TreeTarget(
                Root.open(folder, Limits.NONE), "", requests.flags().force(), sync);
        if (!recursive) {
            return Work.of(
                    sources.stream()
                            .map(source -> new GetTask(source.path(), 0, here, name(source), requests))
                            .toList(),
                    mostAtOnce);
        }
        boolean isNew = newName != null && !Files.exists(folder.resolve(NameBytes.parse(newName)));
        LeftOuts leftOuts = new LeftOuts(reporter);
        GetWork work = new GetWork(requests);
        for (Remote source : sources) {
            ListedTree tree = new ListedTree(source.path(), target(here, name(source)));
            TreeListing listing = new TreeListing(source.path(), tree, excludes, leftOuts);
            ListTask list = new ListTask(source.path(), requests.flags(), requests.token(), HEAP_SHARE);
            listing.end(transfers.list(list, reporter, listing::add, listing::leaveOut));
            if (listing.single() == null) {
                work.add(tree);
            } else {
                long size = listing.single().facts().size();
                work.add(new GetTask(source.path(), size, here, name(source), requests));
            }
        }
        Work all = work.work(leftOuts.count(), mostAtOnce);
        return isNew ? all.renaming() : all;
    }

    /** Removes what earlier runs left beside what this one brought. */
    void sweep(Terminal terminal) throws IOException {
        Root root = Root.open(folder, Limits.NONE);
        Set<String> folders = new LinkedHashSet<>();
        for (Remote source : sources) {
            String name = recursive ? name(source) : "";
            folders.add(Files.isDirectory(folder.resolve(NameBytes.parse(name))) ? name : "");
        }
        for (String one : folders) {
            String said = AbandonedParts.sweep(
                    root,
                    one,
                    recursive && (!one.isEmpty() || name(sources.get(0)).isEmpty()));
            if (!said.isEmpty()) {
                terminal.tell(said);
            }
        }
    }

    /** Returns what a source is called here; an empty name for all that the server has. */
    private String name(Remote source) {
        return newName == null ? last(source.path()) : newName;
    }

    /** Where a tree goes, the user's own link is followed; below that, no link is. */
    private static TreeTarget target(TreeTarget here, String name) throws IOException {
        Path top = here.root().folder().resolve(NameBytes.parse(name));
        if (!name.isEmpty() && Files.isSymbolicLink(top) && Files.isDirectory(top)) {
            Path real = top.toRealPath();
            boolean isTop = real.getParent() == null;
            Root root = Root.open(isTop ? real : real.getParent(), Limits.NONE);
            return new TreeTarget(root, isTop ? "" : NameBytes.of(real), here.force(), here.sync());
        }
        return new TreeTarget(here.root(), name, here.force(), here.sync());
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
