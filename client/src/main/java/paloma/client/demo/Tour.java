package paloma.client.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import paloma.client.call.Caller;
import paloma.client.call.Conversation;
import paloma.client.call.Dialer;
import paloma.client.call.RetryPolicy;
import paloma.client.call.Target;
import paloma.client.chat.ChatPerson;
import paloma.client.terminal.CliException;
import paloma.client.terminal.HumanUnits;

/** What the demo shows: one method for each service. */
final class Tour {
    private static final RetryPolicy RETRY_POLICY = new RetryPolicy(TimeUnit.SECONDS.toNanos(2), 5);
    private static final long TIMEOUT_SECONDS = 10;
    private static final int CLIENTS = 3;
    private static final int NUMBERS_EACH = 20;
    private static final int CERTAINTY = 100;
    private static final int FILE_BYTES = 10_000;
    private static final int PIECE_BYTES = 1_024;

    private final DemoServer server;
    private final Path data;

    Tour(DemoServer server, Path data) {
        this.server = server;
        this.data = data;
    }

    Shown ask(String service, String over, String request, String expected) throws CliException {
        try (Caller caller = new Caller(new Dialer(server.target(service, over)), RETRY_POLICY)) {
            byte[] answer = caller.ask(request.getBytes(StandardCharsets.UTF_8), bytes -> bytes.length > 0);
            return Shown.of(service, over, request, answer, expected);
        }
    }

    Shown sink() throws CliException, IOException, InterruptedException {
        String text = "hello, sink";
        send(server.target("sink", "udp"), List.of(text.getBytes(StandardCharsets.UTF_8)));
        String line = server.await(printed -> printed.contains(text) || printed.isEmpty(), TIMEOUT_SECONDS);
        boolean right = line != null && !line.isEmpty();
        return new Shown("sink", "udp", text, right ? "the server printed it" : "the server printed nothing", right);
    }

    /** Two people talk: one has proved where he is by a code, the other by his connection. */
    Shown chat() throws CliException, InterruptedException {
        try (ChatPerson ana = person("udp", "ana");
                ChatPerson ben = person("tcp", "ben")) {
            ana.hear("is now ana", TIMEOUT_SECONDS);
            ben.hear("is now ben", TIMEOUT_SECONDS);
            ana.say("hello, ben");
            String asked = ben.hear("hello, ben", TIMEOUT_SECONDS);
            ben.say("hello, ana");
            String answered = ana.hear("hello, ana", TIMEOUT_SECONDS);
            boolean right = "ana: hello, ben".equals(asked) && "ben: hello, ana".equals(answered);
            return new Shown("chat", "udp", String.valueOf(asked), String.valueOf(answered), right);
        }
    }

    private ChatPerson person(String over, String name) throws CliException {
        ChatPerson person = new ChatPerson(new Dialer(server.target("chat", over)), name);
        person.start();
        return person;
    }

    Shown upload() throws CliException, IOException {
        byte[] file = new byte[FILE_BYTES];
        new Random(FILE_BYTES).nextBytes(file);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < file.length; at += PIECE_BYTES) {
            pieces.add(Arrays.copyOfRange(file, at, Math.min(file.length, at + PIECE_BYTES)));
        }
        pieces.add("bye".getBytes(StandardCharsets.US_ASCII));
        send(server.target("upload", "udp"), pieces);
        Path found = awaitFile(file);
        return new Shown(
                "upload",
                "udp",
                HumanUnits.bytes(FILE_BYTES) + ", then bye",
                found == null ? "no such file appeared" : found.getFileName().toString(),
                found != null);
    }

    /** Several clients hold a connection at the same time, and each gets the answers to its own requests. */
    Shown concurrentClients() throws CliException, InterruptedException {
        Target target = server.target("prime", "tcp");
        CyclicBarrier connected = new CyclicBarrier(CLIENTS);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Integer>> clients = new ArrayList<>();
            for (int seed = 0; seed < CLIENTS; seed++) {
                Random random = new Random(seed);
                clients.add(threads.submit(() -> rightAnswers(target, random, connected)));
            }
            int right = 0;
            for (Future<Integer> client : clients) {
                right += client.get();
            }
            return new Shown(
                    "prime",
                    "tcp",
                    CLIENTS + " clients at once, " + NUMBERS_EACH + " numbers each",
                    right + " right answers",
                    right == CLIENTS * NUMBERS_EACH);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns why a client got no answer; throws what only this program can have done. */
    static CliException failure(Throwable cause) {
        if (cause instanceof CliException e) {
            return e;
        }
        if (cause instanceof BrokenBarrierException || cause instanceof TimeoutException) {
            return new CliException("The " + CLIENTS + " clients were not all connected in " + TIMEOUT_SECONDS + " s.");
        }
        throw new IllegalStateException(cause);
    }

    private static int rightAnswers(Target target, Random random, CyclicBarrier connected) throws Exception {
        int right = 0;
        try (Caller caller = new Caller(new Dialer(target), RETRY_POLICY)) {
            for (int i = 0; i < NUMBERS_EACH; i++) {
                BigInteger number = new BigInteger(12, random);
                byte[] answer = caller.ask(number.toString().getBytes(StandardCharsets.US_ASCII), bytes -> true);
                String expected = number.isProbablePrime(CERTAINTY) ? "T\n" : "F\n";
                right += expected.equals(new String(answer, StandardCharsets.US_ASCII)) ? 1 : 0;
                if (i == 0) {
                    connected.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                }
            }
            return right;
        }
    }

    private static void send(Target target, List<byte[]> datagrams) throws CliException, IOException {
        try (Dialer dialer = new Dialer(target);
                Conversation conversation = dialer.open(RETRY_POLICY.timeoutNanos())) {
            for (byte[] datagram : datagrams) {
                conversation.send(datagram, RETRY_POLICY.timeoutNanos());
            }
        }
    }

    private Path awaitFile(byte[] content) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        Path folder = data.resolve("upload");
        while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        if (!file.toString().endsWith(".part") && Arrays.equals(Files.readAllBytes(file), content)) {
                            return file;
                        }
                    }
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return null;
    }
}
