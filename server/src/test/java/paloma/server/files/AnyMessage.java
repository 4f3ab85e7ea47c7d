package paloma.server.files;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import paloma.transfer.Chunks;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.PathChallenge;
import paloma.transfer.wire.PathResponse;
import paloma.transfer.wire.Ping;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Repair;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.RequestFlags;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/** Sound frames and messages from a seed, about a file of a few chunks, which make no sense together. */
final class AnyMessage {
    private static final int CHUNKS = 5;

    private final Random random;

    AnyMessage(Random random) {
        this.random = random;
    }

    /** Returns one that a client may send in the midst of a transfer; seldom one that ends it. */
    Frame frame() {
        return switch (random.nextInt(random.nextInt(50) == 0 ? 14 : 10)) {
            case 0, 1 -> data();
            case 2 -> new Hashes(many(1, 40, this::hash));
            case 3 -> new Probe(random.nextInt(1_400));
            case 4 -> ack();
            case 5 -> new Repair(many(1, 230, () -> new Repair.Entry(index(), random.nextInt(256))));
            case 6 -> new Done(bytes(32));
            case 7 -> Ping.PING;
            case 8 -> new PathChallenge(random.nextLong());
            case 9 -> new PathResponse(random.nextLong());
            case 10 -> new Close(u32());
            case 11 -> request();
            case 12 -> new Grant(bytes(20), random.nextInt(65_536), facts(), u32(), held(), random.nextBoolean());
            default -> new Fail(Reason.values()[random.nextInt(Reason.values().length)], "enough");
        };
    }

    /** Returns a message in clear, as anybody may send it. */
    Message ofStranger(byte[] cookie) {
        return switch (random.nextInt(7)) {
            case 0 -> new Hello(random.nextInt(4), random.nextLong(), Hello.MIN_BYTES + random.nextInt(1_345));
            case 1 -> new Versions(random.nextLong(), List.of(1, 2));
            case 2 ->
                new Cookie(
                        Wire.VERSION,
                        random.nextLong(),
                        random.nextInt(65_536),
                        random.nextBoolean(),
                        bytes(20),
                        bytes(32),
                        List.of(Wire.VERSION),
                        List.of(Wire.SUITE));
            case 3 -> new Accept(random.nextLong(), bytes(48 + random.nextInt(500)));
            case 4 -> new Hint(random.nextInt(10), Hint.Why.values()[random.nextInt(Hint.Why.values().length)]);
            default -> open(random.nextBoolean() ? cookie : bytes(20));
        };
    }

    private Open open(byte[] cookie) {
        return new Open(
                random.nextInt(10),
                random.nextInt(4),
                random.nextInt(3),
                random.nextLong(),
                random.nextInt(65_536),
                cookie,
                bytes(48 + random.nextInt(1_000)),
                bytes(16));
    }

    /** Returns what a client may ask for that has never seen a server. */
    Request request() {
        String[] names = {"", "one", "two/three", "..", "a\u0000b", "/etc/passwd", "con", "x".repeat(300), "\u202e"};
        return new Request(
                Kind.values()[random.nextInt(Kind.values().length)],
                new RequestFlags(
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean()),
                random.nextInt(65_536),
                facts(),
                u32(),
                u32(),
                names[random.nextInt(names.length)],
                held());
    }

    private Data data() {
        int length = 1 + random.nextInt(1_400);
        long inChunk = random.nextInt(Chunks.BYTES - length);
        long offset = Chunks.offsetOf(random.nextInt(20) == 0 ? index() : random.nextInt(CHUNKS)) + inChunk;
        return new Data(random.nextBoolean(), offset, Unpooled.wrappedBuffer(bytes(length)));
    }

    private Ack ack() {
        long largest = random.nextInt(3) == 0 ? Integer.toUnsignedLong(u32()) : random.nextInt(200);
        List<Integer> ends = new ArrayList<>();
        for (long high = largest; high >= 0 && ends.size() < 2 * Ack.MAX_RANGES; ) {
            long low = Math.max(0, high - random.nextInt(20));
            ends.add((int) high);
            ends.add((int) low);
            high = low - 2 - random.nextInt(20);
        }
        int[] ranges = ends.stream().mapToInt(Integer::intValue).toArray();
        return new Ack(u32(), (int) largest, u32(), u32(), ranges);
    }

    private ChunkHash hash() {
        return new ChunkHash(random.nextInt(10) == 0 ? ChunkHash.ROOT_INDEX : index(), bytes(32));
    }

    private FileFacts facts() {
        long size = random.nextInt(10) == 0 ? FileFacts.LIMIT_BYTES : random.nextInt(CHUNKS * Chunks.BYTES);
        return new FileFacts(
                size, random.nextBoolean() ? FileFacts.NO_MODE : random.nextInt(010000), random.nextLong());
    }

    private List<BlockRange> held() {
        return random.nextBoolean() ? List.of() : List.of(new BlockRange(random.nextInt(3), 1 + random.nextInt(1_000)));
    }

    private int index() {
        return random.nextInt(5) == 0 ? random.nextInt(FileFacts.MAX_CHUNKS) : random.nextInt(CHUNKS);
    }

    private int u32() {
        return random.nextInt(10) == 0 ? -1 : random.nextInt() >>> random.nextInt(32);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static <T> List<T> many(int least, int most, java.util.function.Supplier<T> one) {
        List<T> list = new ArrayList<>();
        for (int left = least + most / 3; left > 0; left--) {
            list.add(one.get());
        }
        return list;
    }
}
