package paloma.e2e.fleet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import paloma.server.Main;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** What {@code paloma server --check} says of the variables that a deployment sets. */
final class ServerCheck {
    private static final Pattern LINE = Pattern.compile("(?m) (PALOMA_\\w+)$");

    /** Any 32 bytes are one. */
    private static final String KEY = "paloma-key-1 "
            + Base64.getEncoder().encodeToString("of 32 bytes, and known to us all".getBytes(US_ASCII)) + "\n";

    private ServerCheck() {}

    /**
     * Fails unless the server takes all variables, each for a setting of its own.
     *
     * @param folder stands for the folders of the image and for that of secrets, in which it makes what should be there
     */
    static void passes(Map<String, String> variables, Path folder) throws IOException, InterruptedException {
        Map<String, String> here = new TreeMap<>(variables);
        here.put("PALOMA_DATA", folder.toString());
        here.put("PALOMA_TOKEN_FILE", token(folder));
        here.replace("PALOMA_KEY_FILE", secret(folder.resolve("server.key"), KEY));
        Ended check = run(here, "--check").succeeded();
        Set<String> told =
                LINE.matcher(check.out()).results().map(line -> line.group(1)).collect(toSet());
        here.keySet().removeIf(name -> !name.startsWith("PALOMA_"));
        assertThat(told).isEqualTo(here.keySet());
    }

    /** Makes a file with a token that the server takes. */
    static String token(Path folder) throws IOException {
        return secret(folder.resolve("token"), "0123456789abcdef\n");
    }

    private static Ended run(Map<String, String> variables, String... options)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Processes.javaClass(Main.class, options));
        builder.environment().keySet().removeIf(name -> name.startsWith("PALOMA_") || name.contains("JAVA_"));
        builder.environment().putAll(variables);
        return Ended.of("", builder);
    }

    private static String secret(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text).toString();
    }
}
