package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.testkit.Ended;

class TryIT {
    @TempDir
    Path folder;

    @Test
    void all() throws Exception {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("f"), bytes);
        try (FilesHere server = new FilesHere(folder.resolve("server"), Transport.best());
                Proxy proxy = Proxy.to(server.address(), "127.1.2.3", Proxy.Fault.NONE)) {
            for (int i = 0; i < 40; i++) {
                long t = System.nanoTime();
                Ended e = Pigeon.run("put", "--force", file.toString(), proxy.host());
                System.out.println((System.nanoTime() - t) / 1e6 + " ms " + e);
            }
            assertThat(server.file("f")).hasBinaryContent(bytes);
            for (int i = 0; i < 10; i++) {
                long t = System.nanoTime();
                Ended e = Pigeon.run("ls", proxy.host());
                System.out.println((System.nanoTime() - t) / 1e6 + " ms " + e);
            }
        }
    }
}
