package paloma.transfer.disk;

import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.name.RefusedException;

/** A folder that files are taken into, without limits. */
abstract class OpenRoot {
    @TempDir
    Path folder;

    Root root;

    @BeforeEach
    void open() throws IOException {
        root = Root.open(folder, Limits.NONE);
    }

    IncomingFile receive(String name) throws RefusedException {
        return root.receive(name(name), facts(FILE), false);
    }
}
