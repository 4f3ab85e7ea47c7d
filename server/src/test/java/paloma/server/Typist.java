package paloma.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;

/** Somebody who talks in a chat by a program of other people, with nothing but typing and reading. */
final class Typist implements AutoCloseable {
    private static final Pattern SAID = Pattern.compile("[^*\\[ ]+: .*");

    private final ChildProcess program;

    private Typist(ChildProcess program) {
        this.program = program;
    }

    static Typist netcat(InetSocketAddress server, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("nc"));
        command.addAll(List.of(options));
        command.add(server.getAddress().getHostAddress());
        command.add(Integer.toString(server.getPort()));
        return new Typist(Processes.start(command));
    }

    static Typist netcat(Path server) throws IOException {
        return new Typist(Processes.start(List.of("nc", "-U", "-u", server.toString())));
    }

    /** @param kind {@code UDP} or {@code TCP} */
    static Typist socat(String kind, InetSocketAddress server) throws IOException {
        boolean isSix = server.getAddress() instanceof Inet6Address;
        String host = server.getAddress().getHostAddress();
        String peer = isSix ? kind + "6:[" + host + "]" : kind + "4:" + host;
        return new Typist(Processes.start(List.of("socat", "-", peer + ":" + server.getPort())));
    }

    static Typist socat(Path server, Path own) throws IOException {
        return new Typist(Processes.start(List.of("socat", "-", "UNIX-SENDTO:" + server + ",bind=" + own)));
    }

    /** Comes into the lobby under a name, typing the code where one is asked for. */
    Typist joins(String name) throws IOException, InterruptedException {
        types("/name " + name);
        program.out().next("is now " + name);
        return this;
    }

    Typist joinsWithCode(String name) throws IOException, InterruptedException {
        types("hello");
        types(hears("To join, send: ").substring("To join, send: ".length()));
        hears("You are ");
        return joins(name);
    }

    void types(String line) throws IOException {
        program.writeLine(line);
    }

    /** Waits for the next line with this in it; those before are passed over. */
    String hears(String part) throws InterruptedException {
        return program.out().next(part);
    }

    /** Returns the next lines that people say, so many of them. */
    List<String> hearsSaid(int lines) throws InterruptedException {
        List<String> said = new ArrayList<>();
        while (said.size() < lines) {
            String line = program.out().next("");
            if (SAID.matcher(line).matches()) {
                said.add(line);
            }
        }
        return said;
    }

    void inputAndEnd(String lines) throws IOException {
        program.input(lines);
    }

    /** Waits for the program's end and returns all that it printed. */
    List<String> toEnd() {
        return program.out().toEnd();
    }

    int awaitExit() throws InterruptedException {
        return program.awaitExit();
    }

    @Override
    public void close() {
        program.close();
    }
}
