package paloma.server.files;

import java.util.HexFormat;
import java.util.List;
import paloma.net.SourcePrefix;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.IncomingBatch;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.FetchedReader;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.PackReader;
import paloma.transfer.tree.Verdict;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;

/** What is done with the batches of a tree: each is in memory, and leaves no state but what is wanted. */
final class Batches {
    private static final int NUMBER_DIGITS = 16;

    private final FileStore store;
    private final Wants wants;
    private final FilesCounts counts;
    private final TreeLog log;

    Batches(FileStore store, Wants wants, FilesCounts counts, TreeLog log) {
        this.store = store;
        this.wants = wants;
        this.counts = counts;
        this.log = log;
    }

    /** Looks at a request before anything is taken for it. */
    void check(Request request) throws RefusedException {
        if (!request.name().isEmpty()) {
            FileName.parse(request.name());
        }
        long most = request.kind() == Kind.WANT ? Wanted.MAX_BYTES : Manifest.MAX_BYTES;
        long size = request.facts().size();
        if (size == 0 || size > most) {
            throw new RefusedException(
                    Reason.TOO_LARGE, "a batch of a tree has 1 to " + most + " bytes here, not " + size);
        }
    }

    /** Opens what comes from a client that has shown its keys. */
    IncomingFile receive(ServerTransfer transfer) throws RefusedException {
        Request request = transfer.request();
        return IncomingBatch.open(request.facts(), bytes -> switch (request.kind()) {
            case OFFER -> offered(transfer, bytes);
            case PACK -> unpacked(transfer, bytes);
            case WANT -> wanted(transfer, bytes);
            case PUT, GET, LIST, FETCH -> throw new IllegalArgumentException(request.kind() + " is no such batch");
        });
    }

    private List<Verdict> offered(ServerTransfer transfer, byte[] manifest) throws RefusedException {
        Request request = transfer.request();
        List<Verdict> verdicts = store.offered(request.name(), manifest, request.force());
        tell(transfer, request.name(), TreeTally.ofOffer(Manifest.decode(manifest, manifest.length), verdicts));
        return verdicts;
    }

    private List<Verdict> unpacked(ServerTransfer transfer, byte[] pack) throws RefusedException {
        Request request = transfer.request();
        List<Verdict> verdicts = store.unpack(request.name(), pack, request.force(), !request.noSync());
        tell(transfer, request.name(), TreeTally.ofPack(PackReader.read(pack, pack.length), verdicts));
        return verdicts;
    }

    private List<Verdict> wanted(ServerTransfer transfer, byte[] names) throws RefusedException {
        Request request = transfer.request();
        Wanted.decode(names, names.length);
        long source = SourcePrefix.of(transfer.origin().getAddress());
        wants.add(
                transfer.connection(),
                new Wants.Want(source, request.name(), request.follow(), names, System.nanoTime()));
        return List.of();
    }

    /** Returns what the want has that a request names. */
    Wants.Want want(Request request) throws RefusedException {
        String number = request.name();
        boolean isNumber = number.length() == NUMBER_DIGITS && number.chars().allMatch(Batches::isLowerDigit);
        Wants.Want want = isNumber ? wants.get(HexFormat.fromHexDigitsToLong(number), System.nanoTime()) : null;
        if (want == null) {
            throw new RefusedException(
                    Reason.UNKNOWN_TRANSFER, "this server does not know, or not any more, what is wanted; ask again");
        }
        return want;
    }

    private static boolean isLowerDigit(int c) {
        return HexFormat.isHexDigit(c) && !Character.isUpperCase(c);
    }

    /** Reads what is wanted. */
    OutgoingFile fetched(Wants.Want want) throws RefusedException {
        return store.fetched(want.base(), wanted(want), want.follow());
    }

    /**
     * Returns what to do when a client has all that it wanted.
     *
     * @param buffers for a moment one of them is used
     */
    Runnable whenDone(ServerTransfer transfer, Wants.Want want, OutgoingFile file, ChunkPool.Share buffers)
            throws RefusedException {
        byte[] buffer = buffers.take();
        try {
            TreeTally tally = TreeTally.ofFetch(FetchedReader.read(buffer, file.read(0, buffer), wanted(want)));
            return () -> {
                wants.remove(HexFormat.fromHexDigitsToLong(transfer.request().name()));
                tell(transfer, want.base(), tally);
            };
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private static List<Wanted> wanted(Wants.Want want) throws RefusedException {
        return Wanted.decode(want.names(), want.names().length);
    }

    private void tell(ServerTransfer transfer, String base, TreeTally tally) {
        counts.tree(transfer.request().kind(), tally);
        log.add(
                transfer.request().kind(),
                base,
                transfer.origin(),
                tally,
                transfer.peer().loop(),
                transfer.startNanos(),
                System.nanoTime());
    }
}
