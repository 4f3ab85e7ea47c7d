package paloma.client.files;

import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;

/** A large file of a tree to send; what cannot be read is left out, as of small files. */
final class TreeFileTask extends PutTask {
    private final String local;

    /**
     * @param target its name on the server
     * @param isFollowed whether a link that is there by now is followed
     * @param asOpened whether one that grows meanwhile is sent as long as it was
     */
    TreeFileTask(Path path, long size, String target, boolean isFollowed, boolean asOpened, PutRequests requests) {
        super(() -> open(path, isFollowed, asOpened), size, target, requests);
        local = NameBytes.text(path);
    }

    private static OutgoingFile open(Path path, boolean isFollowed, boolean asOpened) throws RefusedException {
        String shown = RefusedException.shown(NameBytes.text(path));
        return isFollowed
                ? OutgoingFile.open(path, shown, asOpened)
                : OutgoingFile.open(path, shown, asOpened, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    List<TaskResult> results(Outcome outcome) {
        boolean isOurs = outcome.how() == Outcome.How.FAILED
                && switch (outcome.reason()) {
                    case PERMISSION, NOT_FOUND, DISK_ERROR, CHANGED_WHILE_READ -> true;
                    default -> false;
                };
        return isOurs
                ? List.of(new TaskResult(local, 0, 0, true, false, Outcome.leftOut(why(outcome))))
                : super.results(outcome);
    }

    /** The sentence of the disk begins with the name; it stands before the reason already. */
    private String why(Outcome outcome) {
        String shown = RefusedException.shown(local);
        String words = outcome.words();
        boolean hasName = words.startsWith(shown);
        String rest = hasName ? words.substring(shown.length()) : words;
        return rest.startsWith(": ") ? rest.substring(2) : hasName ? "it" + rest : rest;
    }
}
