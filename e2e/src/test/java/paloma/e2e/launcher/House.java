package paloma.e2e.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import paloma.testkit.Checkout;

/** A folder with the launcher, a source file, and a JDK and a Maven that only pretend: what they were told is in files. */
final class House {
    /** Says its version; else notes that it built, waits for a word where there is a gate, and leaves jars. */
    private static final String MAVEN = """
            if [ "$1" = -v ]; then echo 'Apache Maven 3.9.9'; exit; fi
            echo "$*" >> "$TOOLS/builds"
            if [ -e "$TOOLS/gate" ]; then read -r word < "$TOOLS/gate"; fi
            if [ -e "$TOOLS/broken" ]; then echo 'line 1: no such word'; exit 1; fi
            for m in server client audio; do mkdir -p $m/target; echo jar > $m/target/paloma-$m.jar; done
            """;

    /** Prints each argument on a line of its own; leaves the files that a run which dumps classes would leave. */
    private static final String JAVA = """
            for a in "$@"; do
                case $a in
                    -XX:DumpLoadedClassList=*) : > "${a#*=}"; exit ;;
                    -XX:SharedArchiveFile=*) if [ "$1" = -Xshare:dump ]; then echo jsa > "${a#*=}"; exit; fi ;;
                esac
                echo "<$a>"
            done
            echo "${LC_ALL-}" > "$TOOLS/locale"
            """;

    /** Notes what it was asked for, and knows one character set and two locales. */
    private static final String LOCALE = """
            echo "$*" >> "$TOOLS/asked"
            if [ "$1" = charmap ]; then cat "$TOOLS/charmap"; else printf '%s\\n' C POSIX aa_DJ C.utf8 en_US.utf8; fi
            """;

    /** What the launcher needs of the system; no Maven and no Java that may lie beside them. */
    private static final List<String> SYSTEM_TOOLS =
            List.of("cat", "dirname", "find", "ln", "mkdir", "mv", "ps", "readlink", "rm", "sed", "sleep", "touch");

    private final Path root;
    private final Path tools;
    private final Map<String, String> exported = new HashMap<>();

    House(Path root, Path tools) throws IOException {
        this.root = root;
        this.tools = tools;
        Files.createDirectories(root);
        Files.copy(Checkout.file("paloma"), root.resolve("paloma"));
        old(Files.writeString(root.resolve("pom.xml"), "<artifactId>paloma</artifactId>\n<version>1.2.3</version>\n"));
        old(Files.writeString(Files.createDirectories(source().getParent()).resolve("Main.java"), "class Main {}"));
        old(source().getParent());
        writeJava("17.0.1");
        script("jdk/bin/javac", "exit 0");
        script("bin/mvn", MAVEN);
        for (String name : SYSTEM_TOOLS) {
            String found = Files.exists(Path.of("/bin", name)) ? "/bin/" : "/usr/bin/";
            script("system/" + name, "exec " + found + name + " \"$@\"\n");
        }
    }

    void writeJava(String version) throws IOException {
        script("jdk/bin/java", JAVA);
        Files.writeString(tools.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
    }

    /** Writes a file, newer than any jar that there is. */
    void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Instant soon = Instant.now().plusSeconds(builds().size() * 5L);
        Files.setLastModifiedTime(Files.writeString(file, text), FileTime.from(soon));
    }

    Path source() {
        return root.resolve("server/src/main/Main.java");
    }

    Path jar() {
        return root.resolve("server/target/paloma-server.jar");
    }

    Path tool(String name) {
        return tools.resolve(name);
    }

    Path path() {
        return root;
    }

    List<String> builds() throws IOException {
        return Files.exists(tool("builds")) ? Files.readAllLines(tool("builds")) : List.of();
    }

    /** Installs a program that tells of locales, and says which character set the present one has. */
    void knowsLocales(String charmap) throws IOException {
        script("bin/locale", LOCALE);
        Files.writeString(tool("charmap"), charmap + "\n");
    }

    /** Sets a variable for the launcher's next starts. */
    void export(String name, String value) {
        exported.put(name, value);
    }

    /** Returns the locale that Java ran with; empty where none was set. */
    String javaLocale() throws IOException {
        return Files.readString(tool("locale")).strip();
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return start(root, root.resolve("paloma"), arguments).finish();
    }

    /** Runs {@code launcher} from {@code folder}, with nothing on the PATH but the pretended tools and the system's. */
    Run.Started start(Path folder, Path launcher, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(exported);
        environment.put("PATH", tools.resolve("bin") + ":" + tools.resolve("system"));
        environment.put("JAVA_HOME", tools.resolve("jdk").toString());
        environment.put("TOOLS", tools.toString());
        return Run.start(folder, command, environment);
    }

    private void script(String name, String body) throws IOException {
        Path file = tools.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
}
