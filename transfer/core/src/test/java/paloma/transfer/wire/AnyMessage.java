package paloma.transfer.wire;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Sound messages and frames from a seed, with the least and the largest value of each field more often than chance has them. */
final class AnyMessage {
    private final Random random;

    AnyMessage(Random random) {
        this.random = random;
    }

    Object next() {
        return random.nextInt(3) == 0 ? message() : frame();
    }

    private Message message() {
        return switch (random.nextInt(6)) {
            case 0 -> new Hello(u8(), number(), 128 + random.nextInt(1_345));
            case 1 -> new Versions(number(), many(1, 50, this::u8));
            case 2 ->
                new Cookie(
                        u8(),
                        number(),
                        u16(),
                        random.nextBoolean(),
                        bytes(20),
                        bytes(32),
                        many(1, 25, this::u8),
                        many(1, 25, this::u8));
            case 3 ->
                new Open(number(), u8(), u8(), number(), u16(), bytes(20), bytes(48 + random.nextInt(900)), bytes(16));
            case 4 -> new Accept(number(), bytes(48 + random.nextInt(900)));
            default -> new Hint(number(), any(Hint.Why.values()));
        };
    }

    private Frame frame() {
        return switch (random.nextInt(13)) {
            case 0 -> request();
            case 1 -> new Grant(bytes(20), u16(), facts(), u32(), ranges(), random.nextBoolean());
            case 2 -> data();
            case 3 -> new Hashes(many(1, 40, this::hash));
            case 4 -> new Probe(random.nextInt(1_444));
            case 5 -> ack();
            case 6 -> new Repair(many(1, 230, () -> new Repair.Entry(chunk(), u8())));
            case 7 -> new Done(bytes(32), bytes(random.nextBoolean() ? 0 : random.nextInt(501)));
            case 8 -> new Close(u32());
            case 9 -> new Fail(Reason.values()[random.nextInt(18)], text(400));
            case 10 -> new PathChallenge(number());
            case 11 -> new PathResponse(number());
            default -> Ping.PING;
        };
    }

    private Request request() {
        return new Request(
                any(Kind.values()),
                RequestFlags.of(random.nextInt(32)).withPolite(random.nextBoolean()),
                u16(),
                facts(),
                u32(),
                u32(),
                text(768),
                ranges());
    }

    private Data data() {
        int length = 1 + random.nextInt(1_435);
        int inChunk = random.nextBoolean() ? Wire.CHUNK_BYTES - length : random.nextInt(Wire.CHUNK_BYTES - length);
        long offset = (long) chunk() * Wire.CHUNK_BYTES + inChunk;
        return new Data(random.nextBoolean(), offset, Unpooled.wrappedBuffer(bytes(length)));
    }

    private Ack ack() {
        List<Integer> ends = new ArrayList<>();
        long largest = Integer.toUnsignedLong(u32());
        long next = largest;
        int limit = 2 * (1 + random.nextInt(Ack.MAX_RANGES));
        while (ends.size() < limit && next >= 0) {
            long low = Math.max(0, next - (random.nextBoolean() ? 0 : step()));
            ends.add((int) next);
            ends.add((int) low);
            next = low - 2 - (random.nextBoolean() ? 0 : step());
        }
        int[] ranges = ends.stream().mapToInt(Integer::intValue).toArray();
        return new Ack(u32(), (int) largest, u32(), u32(), ranges);
    }

    private long step() {
        return random.nextLong(1L << random.nextInt(33));
    }

    private List<BlockRange> ranges() {
        List<BlockRange> ranges = new ArrayList<>();
        long next = 0;
        for (int left = random.nextInt(BlockRange.MAX_IN_LIST + 1); left > 0; left--) {
            long first = next + random.nextInt(5);
            long rest = Math.min(BlockRange.MAX_COUNT, BlockRange.MAX_BLOCKS - first);
            long count = random.nextInt(20) == 0 ? rest : 1 + random.nextInt(1_000);
            ranges.add(new BlockRange(first, count));
            next = first + count;
            if (next >= BlockRange.MAX_BLOCKS - 5) {
                break;
            }
        }
        return ranges;
    }

    private ChunkHash hash() {
        return new ChunkHash(random.nextBoolean() ? ChunkHash.ROOT_INDEX : chunk(), bytes(32));
    }

    private FileFacts facts() {
        long size = random.nextInt(10) == 0 ? FileFacts.LIMIT_BYTES : random.nextLong(1L << random.nextInt(49));
        return new FileFacts(size, random.nextBoolean() ? FileFacts.NO_MODE : random.nextInt(010000), number());
    }

    private String text(int limitBytes) {
        StringBuilder text = new StringBuilder();
        String letters = random.nextBoolean() ? "abc/" : "aä\u20ac\ud83d\udd4a\u0000\uffff";
        int[] points = letters.codePoints().toArray();
        for (int left = random.nextInt(limitBytes + 1); left > 0; left--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return Text.cut(text.toString(), limitBytes);
    }

    private int chunk() {
        return random.nextInt(10) == 0 ? FileFacts.MAX_CHUNKS - 1 : random.nextInt(FileFacts.MAX_CHUNKS);
    }

    private int u8() {
        return random.nextInt(10) == 0 ? 0xFF : random.nextInt(0x100);
    }

    private int u16() {
        return random.nextInt(10) == 0 ? 0xFFFF : random.nextInt(0x1_0000);
    }

    private int u32() {
        return random.nextInt(10) == 0 ? -1 : random.nextInt() >>> random.nextInt(32);
    }

    private long number() {
        return random.nextInt(10) == 0 ? -1 : random.nextLong();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> List<T> many(int least, int most, Supplier<T> one) {
        List<T> list = new ArrayList<>();
        for (int left = least + random.nextInt(most - least + 1); left > 0; left--) {
            list.add(one.get());
        }
        return list;
    }
}
