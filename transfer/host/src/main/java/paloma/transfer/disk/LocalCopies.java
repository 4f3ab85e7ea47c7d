package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;

/** Looks at what is here of files that may come; changes nothing, and follows no link below the base. */
record LocalCopies(TreeFolders folders, boolean force) {
    List<LocalCopy> of(List<LocalCopy.Question> files) {
        List<LocalCopy> copies = new ArrayList<>(files.size());
        for (LocalCopy.Question file : files) {
            copies.add(of(file));
        }
        return copies;
    }

    private LocalCopy of(LocalCopy.Question file) {
        try {
            Path path = folders.path(file.name());
            return of(new Place(folders.open(path.getParent()), NameBytes.of(path)), file.size());
        } catch (NoSuchFileException e) {
            return LocalCopy.NONE;
        } catch (IOException e) {
            return LocalCopy.refused(TreeFault.of(e));
        } catch (RefusedException e) {
            return LocalCopy.refused(Verdict.of(e.reason()));
        }
    }

    private LocalCopy of(Place place, long size) throws IOException {
        BasicFileAttributes found = PresentEntry.attributes(place);
        if (found == null) {
            return LocalCopy.NONE;
        }
        if (found.isDirectory()) {
            return LocalCopy.refused(Verdict.KIND);
        }
        if (found.isOther()) {
            return LocalCopy.refused(Verdict.SPECIAL);
        }
        boolean mayBeEqual = found.isRegularFile() && found.size() == size;
        if (!mayBeEqual) {
            return force ? LocalCopy.NONE : LocalCopy.refused(Verdict.EXISTS);
        }
        byte[] sha256 = size <= TreeEntry.MAX_FILE_BYTES ? PresentEntry.hash(place, (int) size) : null;
        return new LocalCopy(null, DiskFile.facts(found), sha256);
    }
}
