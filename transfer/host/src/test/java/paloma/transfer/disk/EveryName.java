package paloma.transfer.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import paloma.transfer.Chunks;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;

/**
 * A program that takes files into one folder under names whose bytes it is told, lists them, and copies what it has listed
 * into another; the names are given in hex, for a locale may spoil them.
 */
final class EveryName {
    private final Root from;
    private final Root to;

    private EveryName(Path from, Path to) throws IOException {
        this.from = Root.open(from, Limits.NONE);
        this.to = Root.open(to, Limits.NONE);
    }

    public static void main(String[] arguments) throws Exception {
        EveryName names = new EveryName(Path.of(arguments[0]), Path.of(arguments[1]));
        for (String hex : Arrays.asList(arguments).subList(2, arguments.length)) {
            byte[] content = hex.getBytes(StandardCharsets.US_ASCII);
            String name = NameBytes.decode(HexFormat.of().parseHex(hex));
            TestFiles.receive(names.from, name, content, false);
            TestFiles.receive(names.from, name, content, true);
        }
        names.copyAll();
    }

    private void copyAll() throws Exception {
        for (String name : listed(from)) {
            try (OutgoingFile file = from.send(FileName.parse(name))) {
                byte[] chunk = new byte[Chunks.BYTES];
                TestFiles.receive(to, name, Arrays.copyOf(chunk, file.read(0, chunk)), false);
            }
        }
    }

    private static List<String> listed(Root root) throws Exception {
        List<String> names = new ArrayList<>();
        try (OutgoingFile list = root.list("", true, false)) {
            Listing.read(TestFiles.stream(list), entry -> add(names, entry), out -> {
                throw new AssertionError(out);
            });
        }
        return names;
    }

    private static void add(List<String> names, Listing.Entry entry) {
        if (!entry.isFolder()) {
            names.add(entry.name().text());
        }
    }
}
