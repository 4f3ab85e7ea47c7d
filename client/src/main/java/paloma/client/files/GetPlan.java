package paloma.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import paloma.client.option.HostPort;
import paloma.client.option.Remote;
import paloma.client.terminal.CliException;
import paloma.client.terminal.HumanUnits;
import paloma.net.Printable;
import paloma.transfer.disk.Limits;
import paloma.transfer.disk.Listing;
import paloma.transfer.disk.Root;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;
import paloma.transfer.name.StorageRules;
import paloma.transfer.wire.RequestFlags;

/** What to fetch and where to put it: only below the folder that the user named. */
final class GetPlan {
    /** The task of a file takes ten times its line in the list. */
    private static final int HEAP_SHARE = 32;

    private final List<Remote> sources;
    private final boolean recursive;
    private final Path folder;
    private final List<String> remarks = new ArrayList<>();

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
        List<Remote> sources = new ArrayList<>();
        for (String word : words.subList(0, count)) {
            sources.add(source(word, recursive, options));
        }
        if (sources.stream().map(Remote::host).distinct().count() > 1) {
            throw options.refusal("Fetch from one server at a time; the last argument is the local target");
        }
        Path to = options.path(words.size() == 1 ? "." : words.get(words.size() - 1));
        GetPlan plan = of(sources, recursive, to, options);
        refuse(LocalTargets.refusal(to), options);
        refuse(new LocalTargets(plan.folder, recursive).refusal(plan.names()), options);
        return plan;
    }

    private static void refuse(Optional<String> sentence, FilesOptions options) {
        if (sentence.isPresent()) {
            throw options.refusal(sentence.get());
        }
    }

    /** Returns what each source is called here; an empty name for all that the server has. */
    private List<String> names() {
        return newName != null
                ? List.of(newName)
                : sources.stream().map(source -> last(source.path())).toList();
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
            throw options.refusal("Name a file: " + Printable.escape(word) + "/NAME, or fetch all of them with -r");
        }
        return source;
    }

    HostPort server() {
        return sources.get(0).host();
    }

    /** Returns sentences about what could not be fetched. */
    List<String> remarks() {
        return remarks;
    }

    /** Returns a task for each file; lists folders first. */
    List<GetTask> tasks(TransferRun transfers, RequestFlags flags, int limitKbit, byte[] token, Reporter reporter)
            throws CliException, IOException, InterruptedException {
        Root root = Root.open(folder, Limits.NONE);
        List<GetTask> tasks = new ArrayList<>();
        for (Remote source : sources) {
            if (recursive) {
                List<Listing.Entry> entries = new ArrayList<>();
                remark(transfers.list(
                        new ListTask(source.path(), true, token, HEAP_SHARE),
                        reporter,
                        entries::add,
                        leftOut -> remarks.add(LsCommand.line(leftOut))));
                for (Listing.Entry entry : entries) {
                    if (entry.kind() == Listing.Kind.LINK) {
                        remarks.add("left out: " + Printable.word(entry.name().text()) + ": a link");
                    } else if (!entry.isFolder()) {
                        String name = entry.name().text();
                        FileName target = writable(target(source.path(), name, newName));
                        tasks.add(new GetTask(name, entry.facts().size(), root, target, limitKbit, flags, token));
                    }
                }
            } else {
                FileName target = writable(newName == null ? last(source.path()) : newName);
                tasks.add(new GetTask(source.path(), 0, root, target, limitKbit, flags, token));
            }
        }
        return tasks;
    }

    /**
     * Returns the local name of a listed file: what was asked for keeps the last part of its name, or gets the new name.
     *
     * @param name as the server lists it: hostile until {@link FileName} has parsed the result
     */
    static String target(String asked, String name, String newName) throws CliException {
        if (asked.isEmpty()) {
            return newName == null ? name : newName + "/" + name;
        }
        if (!name.equals(asked) && !name.startsWith(asked + "/")) {
            throw new CliException("Nothing fetched: asked for " + Printable.quote(asked) + ", but the server lists "
                    + Printable.quote(name) + ".");
        }
        return (newName == null ? last(asked) : newName) + name.substring(asked.length());
    }

    /** Returns a name that this machine can store. */
    private static FileName writable(String name) throws CliException {
        try {
            FileName parsed = FileName.parse(name);
            for (String part : parsed.parts()) {
                String refusal = StorageRules.ofThisSystem().refusal(part);
                if (refusal != null) {
                    throw refused("this system cannot store the name " + Printable.quote(name) + ": " + refusal);
                }
            }
            return parsed;
        } catch (RefusedException e) {
            throw refused(Printable.sentence(e.getMessage()));
        }
    }

    private static CliException refused(String why) {
        return new CliException("Nothing fetched: " + why + ".", Exit.REFUSED);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void remark(Listing.Remarks listing) {
        if (listing.leftOut() > 0) {
            remarks.add(HumanUnits.grouped(listing.leftOut())
                    + " left out: not a regular file, or with a name that cannot be used here.");
        }
        if (listing.isCut()) {
            remarks.add("The list of the server is cut: there are more files. Fetch the folders one by one.");
        }
    }
}
