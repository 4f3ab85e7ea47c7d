package paloma.web.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses the files of pages and gives them a folder that is named by what is in all of them: a browser may keep each
 * for ever, and modules still import each other as {@code ./name.js}. In HTML files, which keep their names,
 * {@code @pages@} stands for that folder.
 */
public final class PackPages {
    /** The names of all files, as they are asked for, a line each. */
    public static final String INDEX = "index.txt";

    private static final String HTML = ".html";
    private static final String FOLDER = "@pages@";
    private static final int HASH_DIGITS = 12;

    private PackPages() {}

    /** @param args the folder to write to, then folders to read from, all flat */
    public static void main(String[] args) throws IOException {
        List<Path> sources = Stream.of(args).skip(1).map(Path::of).toList();
        pack(sources, Path.of(args[0]));
    }

    static void pack(List<Path> sources, Path target) throws IOException {
        delete(target);
        Map<String, byte[]> files = read(sources);
        String folder = "pages/" + hash(files);
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            boolean isHtml = file.getKey().endsWith(HTML);
            String name = isHtml ? file.getKey() : folder + "/" + file.getKey();
            byte[] content = isHtml
                    ? new String(file.getValue(), UTF_8).replace(FOLDER, folder).getBytes(UTF_8)
                    : file.getValue();
            Path packed = target.resolve(name + ".gz");
            Files.createDirectories(packed.getParent());
            Files.write(packed, compressed(content));
            names.add(name);
        }
        Files.write(target.resolve(INDEX), names);
    }

    /** What an earlier build wrote has names of its own. */
    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static Map<String, byte[]> read(List<Path> sources) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Path source : sources) {
            try (Stream<Path> all = Files.list(source)) {
                for (Path file : all.toList()) {
                    if (files.put(file.getFileName().toString(), Files.readAllBytes(file)) != null) {
                        throw new IOException(file + " is there twice");
                    }
                }
            }
        }
        return files;
    }

    private static String hash(Map<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                digest.update((name + "\n" + content.length + "\n").getBytes(UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }
}
