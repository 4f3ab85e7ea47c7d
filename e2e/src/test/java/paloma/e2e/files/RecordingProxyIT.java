package paloma.e2e.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.net.Transport;

/** Somebody on the path records all that passes, and learns nothing of what is sent. */
class RecordingProxyIT {
    private static final int OPEN = 0x04;
    private static final int FILE_BYTES = 300_000;

    /** What is found of a secret in a capture: so many of its bytes in a row, which no chance puts there. */
    private static final int FOUND_BYTES = 12;

    @TempDir
    private Path folder;

    private final List<byte[]> capture = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @EnumSource
    void neitherNameNorContentNorTokenIsInTheCapture(Errands.Kind kind) throws Exception {
        byte[] token = Errands.TOKEN;
        byte[] content = record(kind, true);

        assertThat(found("file-1".getBytes(US_ASCII), 6)).as("name").isFalse();
        assertThat(found(content)).as("content").isFalse();
        assertThat(found(MessageDigest.getInstance("SHA-256").digest(content)))
                .as("hash of the content")
                .isFalse();
        assertThat(found(token)).as("token").isFalse();
        assertThat(found(hmac(token, "paloma 2 psk".getBytes(US_ASCII))))
                .as("key made of the token")
                .isFalse();
        assertThat(found(hmac(token, "paloma 2 check".getBytes(US_ASCII))))
                .as("key of the check")
                .isFalse();
    }

    /** Version 1 sent such a proof in clear: who guesses a token could try each guess on a recorded datagram. */
    @ParameterizedTest
    @EnumSource
    void noProofByTheTokenItselfIsInTheCapture(Errands.Kind kind) throws Exception {
        record(kind, true);

        List<byte[]> opens =
                capture.stream().filter(datagram -> datagram[0] == OPEN).toList();
        assertThat(opens).isNotEmpty();
        Set<String> windows = windows(16);
        for (byte[] open : opens.subList(0, 1)) {
            for (int from = 0; from < open.length; from++) {
                for (int to = from + 1; to <= open.length; to++) {
                    byte[] proof = hmac(Errands.TOKEN, Arrays.copyOfRange(open, from, to));
                    assertThat(windows.contains(text(proof, 0, 16))).isFalse();
                }
            }
        }
    }

    @Test
    void aRecorderFindsWhatIsThere() throws Exception {
        record(Errands.Kind.PUT, false);
        byte[] one = capture.get(capture.size() / 2);

        assertThat(found(one)).isTrue();
        assertThat(found(Arrays.copyOf(one, FOUND_BYTES))).isTrue();
    }

    /** Runs an errand and returns the content of its file. */
    private byte[] record(Errands.Kind kind, boolean wantsToken) throws Exception {
        try (Errands errands = new Errands(folder, Transport.best(), wantsToken);
                Proxy proxy = Proxy.to(errands.server.address(), (way, datagram, path) -> {
                    capture.add(datagram);
                    path.send(way, datagram);
                })) {
            errands.run(kind, FILE_BYTES, proxy.host()).succeeded();
            assertThat(capture).hasSizeGreaterThan(5);
        }
        return Errands.random(1, FILE_BYTES);
    }

    private boolean found(byte[] secret) {
        return found(secret, FOUND_BYTES);
    }

    private boolean found(byte[] secret, int bytes) {
        Set<String> windows = windows(bytes);
        for (int from = 0; from + bytes <= secret.length; from++) {
            if (windows.contains(text(secret, from, bytes))) {
                return true;
            }
        }
        return false;
    }

    private Set<String> windows(int bytes) {
        Set<String> windows = new HashSet<>();
        for (byte[] datagram : capture) {
            for (int from = 0; from + bytes <= datagram.length; from++) {
                windows.add(text(datagram, from, bytes));
            }
        }
        return windows;
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, ISO_8859_1);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }
}
