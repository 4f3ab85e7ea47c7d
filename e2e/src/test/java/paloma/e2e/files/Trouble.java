package paloma.e2e.files;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/** What somebody on the path can do without a key, at random, and the same for the same seed. */
final class Trouble implements Proxy.Fault {
    enum Kind {
        CHANGE,
        DROP,
        REPEAT,
        REORDER,
        CUT,
        REPLAY,
        /** Forges packets, and answers of the server that nobody seals. */
        INJECT
    }

    private static final int TYPES = 0x0A;
    private static final int KEPT = 400;

    private final Random random;
    private final List<Kind> kinds;
    private final double share;
    private final List<byte[]> earlier;
    private final Deque<byte[]> held = new ArrayDeque<>();
    private final List<byte[]> seen = new ArrayList<>();
    private long connection;
    private long nonce;

    /**
     * @param share of the datagrams that something happens to
     * @param earlier datagrams of connections that are over, to be replayed too
     */
    Trouble(long seed, double share, List<byte[]> earlier, Kind... kinds) {
        this.random = new Random(seed);
        this.share = share;
        this.earlier = earlier;
        this.kinds = List.of(kinds);
    }

    @Override
    public void pass(Proxy.Way way, byte[] datagram, Proxy.Path path) {
        learn(datagram);
        if (random.nextDouble() >= share) {
            path.send(way, datagram);
        } else {
            happens(kinds.get(random.nextInt(kinds.size())), way, datagram, path);
        }
        if (!held.isEmpty() && random.nextInt(4) == 0) {
            path.send(way, held.poll());
        }
    }

    private void happens(Kind kind, Proxy.Way way, byte[] datagram, Proxy.Path path) {
        switch (kind) {
            case CHANGE -> path.send(way, changed(datagram));
            case DROP -> {}
            case REORDER -> held.add(datagram); // to whoever is heard next: it may be the wrong one
            case CUT -> path.send(way, Arrays.copyOf(datagram, random.nextInt(datagram.length)));
            default -> {
                path.send(way, kind == Kind.REPEAT ? datagram : kind == Kind.REPLAY ? replayed() : forged());
                path.send(way, datagram);
            }
        }
    }

    private void learn(byte[] datagram) {
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        if (datagram.length > Long.BYTES && datagram[0] >= 0x04) {
            connection = bytes.getLong(1);
        } else if (datagram.length > Long.BYTES + 1 && datagram[0] == 0x01) {
            nonce = bytes.getLong(2);
        }
        if (seen.size() < KEPT) {
            seen.add(datagram);
        } else {
            seen.set(random.nextInt(KEPT), datagram);
        }
    }

    private byte[] changed(byte[] datagram) {
        byte[] changed = datagram.clone();
        for (int times = random.nextInt(3); times >= 0; times--) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
        }
        return changed;
    }

    private byte[] replayed() {
        List<byte[]> from = !earlier.isEmpty() && random.nextBoolean() ? earlier : seen;
        return from.get(random.nextInt(from.size()));
    }

    /** Returns a datagram of any type with the number of the connection, or the nonce, that are good now. */
    private byte[] forged() {
        int type = random.nextInt(TYPES);
        Message message = switch (type) {
            case 0x01 -> new Hello(random.nextInt(4), nonce, Hello.MIN_BYTES + random.nextInt(1_000));
            case 0x02 -> new Versions(nonce, List.of(1, 7));
            case 0x03 -> cookie();
            case 0x06 -> new Hint(connection, Hint.Why.values()[random.nextInt(4)]);
            default -> null;
        };
        return message == null ? packet(type) : encoded(message);
    }

    private Cookie cookie() {
        byte[] cookie = bytes(Cookie.COOKIE_BYTES);
        byte[] key = bytes(Cookie.KEY_BYTES);
        List<Integer> one = List.of(random.nextInt(4));
        return new Cookie(random.nextInt(4), nonce, 1_472, random.nextBoolean(), cookie, key, one, one);
    }

    private byte[] packet(int type) {
        byte[] rest = bytes(random.nextInt(Wire.SAFE_BYTES));
        return ByteBuffer.allocate(1 + Long.BYTES + rest.length)
                .put((byte) type)
                .putLong(connection)
                .put(rest)
                .array();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] encoded(Message message) {
        ByteBuf out = Unpooled.buffer();
        Wire.encode(message, out);
        return ByteBufUtil.getBytes(out);
    }
}
