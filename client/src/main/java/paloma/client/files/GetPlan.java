package paloma.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import paloma.client.option.HostPort;
import paloma.client.option.Remote;
import paloma.client.terminal.CliException;
import paloma.client.terminal.HumanUnits;
import paloma.net.Printable;
import paloma.transfer.disk.FileName;
import paloma.transfer.disk.Limits;
import paloma.transfer.disk.Listing;
import paloma.transfer.disk.RefusedException;
import paloma.transfer.disk.Root;

/** What is to be fetched and where it goes. Nothing goes anywhere but below the folder that the user named. */
final class GetPlan {
    private final List<Remote> sources;
    private final boolean recursive;
    private final Path folder;
    private final List<String> remarks = new ArrayList<>();

    /** The name that the only source gets; null where it keeps its own. */
    private final String newName;

    private GetPlan(List<Remote> sources, boolean recursive, Path folder, String newName) {
        this.sources = sources;
        this.recursive = recursive;
        this.folder = folder;
        this.newName = newName;
    }

    /** @throws picocli.CommandLine.ParameterException with a sentence, where the words cannot be meant */
    static GetPlan of(List<String> words, boolean recursive, FilesOptions options) {
        int count = Math.max(1, words.size() - 1);
        List<Remote> sources = new ArrayList<>();
        for (String word : words.subList(0, count)) {
            sources.add(source(word, recursive, options));
        }
        if (sources.stream().map(Remote::host).distinct().count() > 1) {
            throw options.refusal("Fetch from one server at a time; the last word says where to");
        }
        Path to = path(words.size() == 1 ? "." : words.get(words.size() - 1), options);
        if (Files.isDirectory(to)) {
            return new GetPlan(sources, recursive, to, null);
        }
        Path parent = to.toAbsolutePath().normalize().getParent();
        if (sources.size() > 1 || parent == null || !Files.isDirectory(parent)) {
            throw options.refusal(
                    "There is no folder " + Printable.escape((sources.size() > 1 ? to : parent).toString())
                            + "; the last word says where to, and . is this folder");
        }
        return new GetPlan(sources, recursive, parent, to.getFileName().toString());
    }

    private static Remote source(String word, boolean recursive, FilesOptions options) {
        Remote source;
        try {
            source = Remote.parse(word);
        } catch (IllegalArgumentException e) {
            throw options.refusal(e.getMessage());
        }
        if (source.path().isEmpty() && !recursive) {
            throw options.refusal("Say which file: " + Printable.escape(word) + "/NAME, or -r for all of them");
        }
        return source;
    }

    HostPort server() {
        return sources.get(0).host();
    }

    /** Returns what a person should know beside: that not all can come. */
    List<String> remarks() {
        return remarks;
    }

    /** Returns a task for each file; folders are listed first. */
    List<GetTask> tasks(TransferRun transfers, boolean force, int limitKbit, byte[] token)
            throws CliException, IOException, InterruptedException {
        Root root = Root.open(folder, Limits.NONE);
        List<GetTask> tasks = new ArrayList<>();
        for (Remote source : sources) {
            if (recursive) {
                Listing listing = transfers.list(source.path(), true, token);
                remark(listing);
                for (Listing.Entry entry : listing.entries()) {
                    if (!entry.isFolder()) {
                        String name = entry.name().text();
                        FileName target = writable(target(source.path(), name, newName));
                        tasks.add(new GetTask(name, entry.facts().size(), root, target, limitKbit, force, token));
                    }
                }
            } else {
                FileName target = writable(newName == null ? last(source.path()) : newName);
                tasks.add(new GetTask(source.path(), 0, root, target, limitKbit, force, token));
            }
        }
        return tasks;
    }

    /**
     * Returns where a listed file goes: what was asked for keeps its last part, or gets the new name.
     *
     * @param name as the server lists it: hostile until {@link FileName} has parsed what is made of it
     */
    static String target(String asked, String name, String newName) throws CliException {
        if (asked.isEmpty()) {
            return newName == null ? name : newName + "/" + name;
        }
        if (!name.equals(asked) && !name.startsWith(asked + "/")) {
            throw new CliException("Nothing is fetched: asked for " + Printable.escape(asked) + ", the server lists "
                    + Printable.escape(name) + ".");
        }
        return (newName == null ? last(asked) : newName) + name.substring(asked.length());
    }

    /** Returns a name that this machine can write in the encoding that its locale has for files. */
    private FileName writable(String name) throws CliException {
        try {
            FileName parsed = FileName.parse(name);
            folder.resolve(parsed.text());
            return parsed;
        } catch (RefusedException e) {
            throw new CliException("Nothing is fetched: " + Printable.escape(e.getMessage()) + ".", Exit.REFUSED);
        } catch (InvalidPathException e) {
            throw new CliException(
                    "Nothing is fetched: the locale of this machine cannot write the name '" + Printable.escape(name)
                            + "'; try LC_ALL=C.UTF-8.",
                    Exit.REFUSED);
        }
    }

    private static Path path(String word, FilesOptions options) {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw options.refusal("'" + Printable.escape(word) + "' cannot be a path here; try LC_ALL=C.UTF-8");
        }
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void remark(Listing listing) {
        if (listing.leftOut() > 0) {
            remarks.add(HumanUnits.grouped(listing.leftOut())
                    + " left out: what is no file, or has a name that cannot be kept here.");
        }
        if (listing.isCut()) {
            remarks.add("The server's list is cut: there is more than it holds. Fetch the folders one by one.");
        }
    }
}
