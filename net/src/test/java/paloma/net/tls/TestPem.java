package paloma.net.tls;

import java.io.IOException;
import java.io.InputStream;

/** Keys and certificates that OpenSSL made for these tests. */
final class TestPem {
    private TestPem() {}

    static byte[] read(String name) throws IOException {
        try (InputStream in = TestPem.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
