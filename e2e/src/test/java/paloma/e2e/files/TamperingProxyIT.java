package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.Transport;
import paloma.testkit.Ended;

/**
 * Somebody on the path does what he likes to what passes: the file is equal and both sides say so, or the client says why
 * it is not there; nothing else ever.
 */
class TamperingProxyIT {
    private static final int HELLO = 0x01;
    private static final int HELLO_HEADER_BYTES = 10;
    private static final int EARLY_PACKET = 0x07;
    private static final int PACKET_BYTES = 48;
    private static final int SMALL_BYTES = 20;
    private static final int LARGE_BYTES = 400_000;
    private static final int AT_ONCE = 24;
    private static final Trouble.Kind[] WITHOUT_FORGERY = {
        Trouble.Kind.CHANGE,
        Trouble.Kind.DROP,
        Trouble.Kind.REPEAT,
        Trouble.Kind.REORDER,
        Trouble.Kind.CUT,
        Trouble.Kind.REPLAY
    };

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    /** One for everybody, and one for those who know the token. */
    private final List<Errands> servers = new ArrayList<>();

    private final List<byte[]> earlier = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() throws Exception {
        servers.add(new Errands(folder.resolve("open"), Transport.best(), false));
        servers.add(new Errands(folder.resolve("closed"), Transport.NIO, true));
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        servers.forEach(Errands::close);
    }

    @Test
    void noByteOfAHandshakeIsChangedUnseen() throws Exception {
        changeEachByte(1);
    }

    @Test
    @Tag("soak")
    @Timeout(600)
    void noByteOfAHandshakeIsChangedUnseenInAnyWay() throws Exception {
        changeEachByte(12);
    }

    /** Each is changed once, so that the handshake is to succeed with the next copy, or anew. */
    private void changeEachByte(int ways) throws Exception {
        List<Callable<Ended>> all = new ArrayList<>();
        for (Map.Entry<Integer, Integer> one : lengths().entrySet()) {
            for (int turn = 0; turn < one.getValue() * ways; turn++) {
                int at = turn % one.getValue();
                int way = turn / one.getValue() + at;
                Proxy.Fault fault = new OneByte(one.getKey(), at, 1 + turn * 37 % 255, way % 4 < 2);
                Errands.Kind kind = Errands.Kind.values()[way % 3];
                int number = all.size();
                all.add(() -> run(way % 2, kind, SMALL_BYTES, number, fault));
            }
        }
        assertThat(results(all)).hasSizeGreaterThan(300 * ways).allSatisfy(Ended::succeeded);
    }

    @Test
    void whatIsChangedLostRepeatedReorderedCutOrReplayedHarmsNothing() throws Exception {
        assertThat(causeTrouble(IntStream.range(0, 24), WITHOUT_FORGERY)).allSatisfy(Ended::succeeded);
    }

    @Test
    void whatIsForgedHarmsNoFile() throws Exception {
        List<Ended> ends = causeTrouble(IntStream.range(100, 124), Trouble.Kind.values());
        assertThat(ends).filteredOn(end -> end.exitCode() == 0).hasSizeGreaterThan(ends.size() / 2);
    }

    @Test
    @Tag("soak")
    @Timeout(600)
    void nothingOfAllThatEverHarmsAFile() throws Exception {
        List<Ended> ends = causeTrouble(IntStream.range(1_000, 1_600), Trouble.Kind.values());
        assertThat(ends).filteredOn(end -> end.exitCode() == 0).hasSizeGreaterThan(ends.size() / 2);
    }

    /** Its Open can be replayed by nature; nobody without the keys can say what must follow. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aWholeConnectionThatIsReplayedDoesNothing(int number) throws Exception {
        Errands errands = servers.get(number);
        List<byte[]> said = new ArrayList<>();
        AtomicReference<Proxy.Path> way = new AtomicReference<>();
        try (Proxy proxy = Proxy.to(errands.server.address(), (direction, datagram, path) -> {
            way.set(path);
            if (direction == Proxy.Way.TO_SERVER) {
                said.add(datagram);
            }
            path.send(direction, datagram);
        })) {
            errands.run(Errands.Kind.PUT, SMALL_BYTES, proxy.host()).succeeded();
            Files.delete(errands.server.file("file-1"));
            proxy.fault(Proxy.Fault.NONE);
            for (int times = 0; times < 3; times++) {
                proxy.onThread(() -> said.forEach(datagram -> way.get().send(Proxy.Way.TO_SERVER, datagram)));
                assertThat(errands.client("ls", proxy.host()).succeeded().out()).isEmpty();
            }
        }
        assertThat(errands.server.file("")).isEmptyDirectory();
        assertThat(errands.server.taken()).isEqualTo(1);
    }

    private List<Ended> causeTrouble(IntStream seeds, Trouble.Kind... kinds) throws Exception {
        lengths();
        List<byte[]> over = List.copyOf(earlier);
        List<Callable<Ended>> all = new ArrayList<>();
        seeds.forEach(seed -> {
            Errands.Kind kind = Errands.Kind.values()[seed % 3];
            int bytes = seed % 4 < 2 ? LARGE_BYTES : SMALL_BYTES;
            Proxy.Fault fault = new Trouble(seed, 0.1, over, kinds);
            all.add(() -> run(seed % 2, kind, bytes, seed, fault));
        });
        return results(all);
    }

    /** Runs an errand with one of the servers, through a proxy that it sees at an address that nobody else has. */
    private Ended run(int server, Errands.Kind kind, int bytes, int number, Proxy.Fault fault) throws Exception {
        Errands errands = servers.get(server);
        String from = "127.7." + number / 250 % 250 + "." + (1 + number % 250);
        try (Proxy proxy = Proxy.to(errands.server.address(), from, fault)) {
            return errands.run(kind, bytes, proxy.host());
        }
    }

    /** Returns how many bytes of each type of datagram are worth a change: those of undisturbed errands. */
    private Map<Integer, Integer> lengths() throws Exception {
        Map<Integer, Integer> lengths = new TreeMap<>();
        for (Errands.Kind kind : Errands.Kind.values()) {
            for (int server = 0; server < servers.size(); server++) {
                run(server, kind, SMALL_BYTES, 0, (way, datagram, path) -> {
                            lengths.merge((int) datagram[0], wanted(datagram), Math::max);
                            earlier.add(datagram);
                            path.send(way, datagram);
                        })
                        .succeeded();
            }
        }
        return lengths;
    }

    private static int wanted(byte[] datagram) {
        return datagram[0] == HELLO
                ? HELLO_HEADER_BYTES + 2
                : datagram[0] < EARLY_PACKET ? datagram.length : Math.min(datagram.length, PACKET_BYTES);
    }

    private List<Ended> results(List<Callable<Ended>> all) throws Exception {
        List<Ended> ends = new ArrayList<>();
        for (Future<Ended> one : threads.invokeAll(all)) {
            ends.add(one.get());
        }
        for (Errands errands : servers) {
            errands.assertServerToldTheTruth();
        }
        return ends;
    }
}
