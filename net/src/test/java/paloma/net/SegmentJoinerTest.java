package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentJoinerTest {
    private static final InetSocketAddress ALICE = new InetSocketAddress("192.0.2.1", 7);
    private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 7);

    private final Kernel kernel = new Kernel();
    private final EmbeddedChannel channel = new EmbeddedChannel(kernel, new SegmentJoiner());
    private final List<ByteBuf> given = new ArrayList<>();

    @AfterEach
    void everyBufferIsReleased() {
        channel.finishAndReleaseAll();
        assertThat(given).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    @Test
    void joinsEqualOnesToOnePeerAndALastOneThatIsShorter() {
        write(ALICE, 100, 100, 100, 40);
        channel.flush();
        assertThat(kernel.sends).containsExactly("192.0.2.1:7 100*3+40");
    }

    @Test
    void beginsAnewAfterAShorterOneAndForALongerOne() {
        write(ALICE, 100, 40, 40, 41);
        channel.flush();
        assertThat(kernel.sends).containsExactly("192.0.2.1:7 100+40", "192.0.2.1:7 40", "192.0.2.1:7 41");
    }

    @Test
    void beginsAnewForAnotherPeerAndKeepsTheOrder() {
        write(ALICE, 10, 10);
        write(BOB, 10);
        write(ALICE, 10);
        channel.flush();
        assertThat(kernel.sends).containsExactly("192.0.2.1:7 10*2", "192.0.2.2:7 10", "192.0.2.1:7 10");
    }

    @Test
    void takesAnEqualAddressForTheSamePeerButNoOtherPort() {
        write(new InetSocketAddress("192.0.2.1", 7), 10);
        write(new InetSocketAddress("192.0.2.1", 7), 10);
        write(new InetSocketAddress("192.0.2.1", 8), 10);
        channel.flush();
        assertThat(kernel.sends).containsExactly("192.0.2.1:7 10*2", "192.0.2.1:8 10");
    }

    @Test
    void joinsNoMoreSegmentsThanTheKernelTakes() {
        for (int i = 0; i < 130; i++) {
            write(ALICE, 9);
        }
        channel.flush();
        assertThat(kernel.sends).containsExactly("192.0.2.1:7 9*64", "192.0.2.1:7 9*64", "192.0.2.1:7 9*2");
    }

    @Test
    void joinsNoMoreBytesThanADatagramHolds() {
        for (int i = 0; i < 60; i++) {
            write(ALICE, 1_200);
        }
        channel.flush();
        assertThat(kernel.sends).containsExactly("192.0.2.1:7 1200*54", "192.0.2.1:7 1200*6");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_201, 65_507})
    void leavesEmptyOnesAndLargeOnesAlone(int bytes) {
        write(ALICE, 100, 100, bytes, 100);
        channel.flush();
        assertThat(kernel.sends).containsExactly("192.0.2.1:7 100*2", "192.0.2.1:7 " + bytes, "192.0.2.1:7 100");
    }

    @Test
    void leavesAloneWhatSomebodyWaitsFor() {
        write(ALICE, 5, 5);
        assertThat(channel.write(packet(ALICE, 5)).isSuccess()).isTrue();
        assertThat(kernel.sends).containsExactly("192.0.2.1:7 5*2", "192.0.2.1:7 5");
    }

    @Test
    void leavesAloneWhatIsJoinedAlreadyAndWhatIsNoPacket() {
        write(ALICE, 5);
        channel.write(new SegmentedDatagramPacket(buffer(25), 10, BOB), channel.voidPromise());
        channel.write(buffer(3), channel.voidPromise());
        channel.flush();
        assertThat(kernel.sends).containsExactly("192.0.2.1:7 5", "192.0.2.2:7 10*2+5", "3 bytes");
    }

    @Test
    void holdsBackUntilTheFlushOnly() {
        write(ALICE, 5, 5);
        assertThat(kernel.sends).isEmpty();
        channel.flush();
        channel.flush();
        assertThat(kernel.sends).hasSize(1);
    }

    @Test
    void sendsOneByOneFromThenOnWhenTheKernelRefuses() {
        kernel.refuses = true;
        write(ALICE, 10, 10, 3);
        channel.flush();
        write(ALICE, 10, 10);
        channel.flush();
        assertThat(kernel.sends)
                .containsExactly(
                        "192.0.2.1:7 10", "192.0.2.1:7 10", "192.0.2.1:7 3", "192.0.2.1:7 10", "192.0.2.1:7 10");
    }

    @Test
    void releasesWhatIsHeldWhenTheChannelGoes() {
        write(ALICE, 10, 10);
        write(BOB, 10);
        channel.pipeline().remove(SegmentJoiner.class);
        assertThat(given).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    @Test
    void releasesWhatIsRefusedWhileTheChannelCloses() {
        kernel.closes = true;
        write(ALICE, 10, 10);
        channel.flush();
        assertThat(kernel.sends).isEmpty();
    }

    @Test
    void joinsNothingWhileAllBuffersAreOut() {
        List<ByteBuf> slots = takeAllSlots();
        write(ALICE, 10, 10, 10);
        write(BOB, 10);
        channel.flush();
        slots.forEach(ByteBuf::release);
        write(ALICE, 11, 11);
        channel.flush();
        assertThat(kernel.sends)
                .containsExactly(
                        "192.0.2.1:7 10", "192.0.2.1:7 10", "192.0.2.1:7 10", "192.0.2.2:7 10", "192.0.2.1:7 11*2");
    }

    /** As a chat does it: some lines to each of many, none of which has left yet. */
    @Test
    void allocatesNothingForManyPeers() {
        channel.config().setAllocator(new NoMemory());
        kernel.holdsBack = true;
        for (int port = 1; port <= 1_000; port++) {
            write(new InetSocketAddress("192.0.2.1", port), 10, 10);
        }
        channel.flush();
        assertThat(kernel.held).hasSize(80 + 2 * 920);
        kernel.letGo();
        write(ALICE, 10, 10);
        channel.flush();
        assertThat(kernel.held).hasSize(1);
        kernel.letGo();
        channel.checkException();
    }

    private static List<ByteBuf> takeAllSlots() {
        List<ByteBuf> slots = new ArrayList<>();
        BufferRing.ofThread().rewind();
        for (ByteBuf slot = BufferRing.ofThread().poll();
                slot != null;
                slot = BufferRing.ofThread().poll()) {
            slots.add(slot);
        }
        return slots;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_126})
    void losesReordersAndChangesNothing(long seed) {
        Random random = new Random(seed);
        kernel.refuses = random.nextBoolean();
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            InetSocketAddress peer = random.nextInt(4) == 0 ? BOB : ALICE;
            int size = random.nextInt(8) == 0 ? random.nextInt(2_000) : 20 + random.nextInt(3);
            DatagramPacket packet = packet(peer, size);
            written.append(peer.getPort()).append(ByteBufUtil.hexDump(packet.content()));
            written.append(peer.getAddress().getHostAddress()).append('\n');
            if (random.nextInt(20) == 0) {
                channel.write(packet);
            } else {
                channel.write(packet, channel.voidPromise());
            }
            if (random.nextInt(30) == 0) {
                channel.flush();
            }
        }
        channel.flush();
        assertThat(kernel.bytes.toString()).isEqualTo(written.toString());
    }

    private void write(InetSocketAddress peer, int... sizes) {
        for (int size : sizes) {
            channel.write(packet(peer, size), channel.voidPromise());
        }
    }

    private DatagramPacket packet(InetSocketAddress peer, int bytes) {
        return new DatagramPacket(buffer(bytes), peer);
    }

    private ByteBuf buffer(int bytes) {
        ByteBuf buffer = Unpooled.buffer(Math.max(1, bytes));
        for (int i = 0; i < bytes; i++) {
            buffer.writeByte(given.size() + i);
        }
        given.add(buffer);
        return buffer;
    }

    private static final class NoMemory extends AbstractByteBufAllocator {
        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new OutOfMemoryError("planted");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            throw new OutOfMemoryError("planted");
        }
    }

    /** Takes what is sent as Linux does: as segments of one size of which the last may be shorter, or not at all. */
    private static final class Kernel extends ChannelOutboundHandlerAdapter {
        private final List<String> sends = new ArrayList<>();
        private final StringBuilder bytes = new StringBuilder();
        private boolean refuses;
        private boolean closes;
        private boolean holdsBack;
        private final List<DatagramPacket> held = new ArrayList<>();

        void letGo() {
            held.forEach(DatagramPacket::release);
            held.clear();
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (holdsBack) {
                held.add((DatagramPacket) message);
                promise.trySuccess();
                return;
            }
            if (message instanceof SegmentedDatagramPacket joined) {
                assertThat(joined.content().readableBytes()).isLessThanOrEqualTo(65_507);
                if (refuses || closes) {
                    joined.release();
                    if (closes) {
                        ctx.close();
                    }
                    promise.setFailure(new IOException("EINVAL"));
                    return;
                }
                int size = joined.segmentSize();
                int whole = joined.content().readableBytes() / size;
                int rest = joined.content().readableBytes() % size;
                sends.add(peer(joined) + " " + size + (whole == 1 ? "" : "*" + whole) + (rest == 0 ? "" : "+" + rest));
                while (joined.content().isReadable()) {
                    add(
                            joined,
                            joined.content()
                                    .readSlice(Math.min(size, joined.content().readableBytes())));
                }
                joined.release();
            } else if (message instanceof DatagramPacket packet) {
                sends.add(peer(packet) + " " + packet.content().readableBytes());
                add(packet, packet.content());
                packet.release();
            } else {
                sends.add(((ByteBuf) message).readableBytes() + " bytes");
                ((ByteBuf) message).release();
            }
            promise.trySuccess();
        }

        private void add(DatagramPacket packet, ByteBuf content) {
            bytes.append(packet.recipient().getPort()).append(ByteBufUtil.hexDump(content));
            bytes.append(packet.recipient().getAddress().getHostAddress()).append('\n');
        }

        private static String peer(DatagramPacket packet) {
            return packet.recipient().getAddress().getHostAddress() + ":"
                    + packet.recipient().getPort();
        }
    }
}
