package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.metrics.Refusal;
import paloma.transfer.Sha256;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.PackBuilder;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.RequestFlags;

/**
 * Throws damaged and hostile batches at the service files, from seeds; {@code -Dfuzz.inputs=100000} throws more. Each is
 * answered, nothing is thrown or kept, and nothing beside the root is read or written.
 */
class BatchesFuzzTest {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000) / 100;

    private static final String[] NAMES = {
        "",
        "a",
        "a/b",
        "a/b/c",
        "b",
        "../out",
        "a/../../out",
        "/etc/passwd",
        ".",
        "a//b",
        "b/",
        "l",
        "l/x",
        "l/../out",
        "x\0y",
        "\u202e",
        "\udcff",
        ".x.paloma-part",
        "n".repeat(255),
        "n".repeat(256),
        "d/".repeat(60) + "e"
    };

    private static final String[] TARGETS = {"a", "../out", "/etc", "..", "a/..", ".", "l", "", "\0", "b/../../../out"};

    @TempDir
    Path place;

    private Path root;
    private Door door;
    private BatchClient client;

    @BeforeEach
    void open() throws Exception {
        root = Files.createDirectory(place.resolve("root"));
        Files.writeString(place.resolve("out"), "mine");
        door = new Door(TestServer.settings(root));
        client = new BatchClient(door, Door.CLIENT);
    }

    @AfterEach
    void close() throws IOException {
        assertThat(door.isEmpty()).isTrue();
        door.close();
        assertThat(door.meter.refusals(Refusal.FAILED)).as("exceptions").isZero();
        assertThat(place.resolve("out")).hasContent("mine");
        try (Stream<Path> beside = Files.list(place)) {
            assertThat(beside).containsExactlyInAnyOrder(root, place.resolve("out"));
        }
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all).noneMatch(file -> file.toString().endsWith("paloma-part"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void answersWhatIsWrittenInAnyWay(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < INPUTS; i++) {
            Kind kind = new Kind[] {Kind.OFFER, Kind.PACK, Kind.PACK, Kind.WANT}[random.nextInt(4)];
            byte[] batch = batch(kind, random);
            for (int faults = random.nextInt(3); faults > 0; faults--) {
                batch = spoilt(batch, random);
            }
            RequestFlags flags = RequestFlags.NONE
                    .withForce(random.nextBoolean())
                    .withFollow(random.nextBoolean())
                    .withNoSync(random.nextInt(10) > 0);
            String base = random.nextInt(3) == 0 ? NAMES[random.nextInt(NAMES.length - 1)] : "";
            Frame end = client.send(kind, base, flags, batch);
            if (end instanceof Fail fail) {
                assertThat(fail.reason()).as("%s", fail).isIn(Reason.PROTOCOL, Reason.NAME, Reason.EXISTS);
            } else if (kind == Kind.WANT) {
                assertThat(client.fetchAnything()).isInstanceOfAny(Grant.class, Fail.class);
            } else {
                assertThat(((Done) end).answer()).hasSizeBetween(1, 500);
            }
        }
    }

    private static byte[] batch(Kind kind, Random random) {
        int entries = 1 + random.nextInt(5);
        PackBuilder pack = new PackBuilder();
        List<TreeEntry> manifest = new ArrayList<>();
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            byte[] content = new byte[random.nextInt(50)];
            random.nextBytes(content);
            TreeEntry entry = entry(random, content);
            manifest.add(entry);
            wanted.add(new Wanted(entry.name(), random.nextBoolean() ? entry.sha256() : null));
            pack.add(entry, entry.kind() == TreeEntry.Kind.FILE && random.nextInt(5) > 0 ? content : null);
        }
        return switch (kind) {
            case OFFER -> Manifest.encode(manifest);
            case PACK -> pack.bytes();
            default -> Wanted.encode(wanted);
        };
    }

    private static TreeEntry entry(Random random, byte[] content) {
        String name = NAMES[random.nextInt(NAMES.length)];
        FileFacts facts = new FileFacts(content.length, 0700 | random.nextInt(0100), random.nextLong());
        return switch (random.nextInt(6)) {
            case 0 -> TreeEntry.folder(name, facts);
            case 1 -> TreeEntry.folderFacts(name, facts);
            case 2 ->
                TreeEntry.link(name, facts, TARGETS[random.nextInt(TARGETS.length)].getBytes(StandardCharsets.UTF_8));
            default -> TreeEntry.file(name, facts, Sha256.of(content, content.length));
        };
    }

    private static byte[] spoilt(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        byte[] other = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length + 4));
            }
            case 1 -> other[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
            case 2 -> other[at] = (byte) random.nextInt();
            default -> other[at] ^= (byte) (1 << random.nextInt(8));
        }
        return other;
    }
}
