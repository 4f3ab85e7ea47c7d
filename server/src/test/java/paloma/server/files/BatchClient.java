package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import paloma.server.files.Door.Sent;
import paloma.transfer.Sha256;
import paloma.transfer.tree.Fetched;
import paloma.transfer.tree.FetchedReader;
import paloma.transfer.tree.Verdict;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Ping;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.RequestFlags;

/** Sends and fetches batches through a {@link Door}, one after the other. */
final class BatchClient {
    private static final int PIECE_BYTES = 1_100;

    private final Door door;
    private final InetSocketAddress address;
    private long number = 1_000;

    BatchClient(Door door, InetSocketAddress address) {
        this.door = door;
        this.address = address;
    }

    List<Verdict> offer(String base, byte[] manifest, int entries) throws Exception {
        return verdicts(Kind.OFFER, base, manifest, entries);
    }

    List<Verdict> pack(String base, byte[] pack, int entries) throws Exception {
        return verdicts(Kind.PACK, base, pack, entries);
    }

    private List<Verdict> verdicts(Kind kind, String base, byte[] batch, int entries) throws Exception {
        return Verdict.unpack(((Done) send(kind, base, RequestFlags.NONE, batch)).answer(), entries);
    }

    /** Says what is wanted, and returns the number to fetch it by. */
    String want(String base, RequestFlags flags, List<Wanted> wanted) {
        Done done = (Done) send(Kind.WANT, base, flags, Wanted.encode(wanted));
        assertThat(done.answer()).isEmpty();
        return "%016x".formatted(number);
    }

    /** Returns how the server ends a batch: by a Done, which is closed, or a Fail. */
    Frame send(Kind kind, String base, RequestFlags flags, byte[] batch) {
        ClientConnection client = next();
        Frame answer = open(client, ClientConnection.batch(kind, base, flags, batch.length));
        if (answer instanceof Fail) {
            return answer;
        }
        for (int at = 0; at < batch.length; at += PIECE_BYTES) {
            byte[] piece = Arrays.copyOfRange(batch, at, Math.min(batch.length, at + PIECE_BYTES));
            door.send(address, client.sealed(new Data(false, at, Unpooled.wrappedBuffer(piece))));
        }
        byte[] hash = Sha256.of(batch, batch.length);
        ChunkHash root = new ChunkHash(ChunkHash.ROOT_INDEX, Sha256.of(hash, hash.length));
        List<Sent> sent =
                new ArrayList<>(door.send(address, client.sealed(new Hashes(List.of(new ChunkHash(0, hash), root)))));
        sent.addAll(door.work());
        Frame last = last(Door.frames(client, sent));
        if (last instanceof Done) {
            door.send(address, client.sealed(new Close(0)));
        }
        return last;
    }

    /** Fetches what is wanted, and confirms that. */
    List<Fetched> fetch(String number, List<Wanted> wanted) throws Exception {
        ClientConnection client = next();
        Request request = ClientConnection.request(Kind.FETCH, number, FileFacts.NONE);
        door.say(address, client.open(door.cookie(address), request));
        List<Sent> sent = new ArrayList<>(door.work());
        int size = (int) Door.grant(client, sent).facts().size();
        sent.addAll(door.send(address, client.sealed(Ping.PING)));
        sent.addAll(door.work());
        byte[] bytes = new byte[size];
        byte[] root = new byte[0];
        for (Frame frame : Door.frames(client, sent)) {
            if (frame instanceof Data data) {
                byte[] piece = ByteBufUtil.getBytes(data.bytes());
                System.arraycopy(piece, 0, bytes, (int) data.offset(), piece.length);
            } else if (frame instanceof Hashes hashes) {
                root = hashes.hashes().get(hashes.hashes().size() - 1).hash();
            }
        }
        byte[] hash = Sha256.of(bytes, size);
        assertThat(root).isEqualTo(Sha256.of(hash, hash.length));
        door.send(address, client.sealed(new Done(root)));
        door.work();
        return FetchedReader.read(bytes, size, wanted);
    }

    /** Begins to fetch what was wanted last, and stops; gives the answer to the Open. */
    Frame fetchAnything() {
        String number = "%016x".formatted(this.number);
        ClientConnection client = next();
        door.say(
                address,
                client.open(door.cookie(address), ClientConnection.request(Kind.FETCH, number, FileFacts.NONE)));
        Frame answer = Door.answer(client, door.work());
        door.send(address, client.sealed(new Fail(Reason.STOPPED, "")));
        door.work();
        return answer;
    }

    /** Returns the Fail that answers a fetch. */
    Fail refusedFetch(String number) {
        ClientConnection client = next();
        door.say(
                address,
                client.open(door.cookie(address), ClientConnection.request(Kind.FETCH, number, FileFacts.NONE)));
        return (Fail) Door.answer(client, door.work());
    }

    /** Returns the answer to an Open; the server knows that its client has the keys. */
    private Frame open(ClientConnection client, Request request) {
        door.say(address, client.open(door.cookie(address), request));
        Frame answer = Door.answer(client, door.work());
        if (!(answer instanceof Fail)) {
            door.send(address, client.sealed(Ping.PING));
            door.work();
        }
        return answer;
    }

    private ClientConnection next() {
        door.pass(TimeUnit.SECONDS.toNanos(1)); // a stranger may not knock more often
        return new ClientConnection(++number);
    }

    private static Frame last(List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame instanceof Done || frame instanceof Fail)
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
