package paloma.server.files;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import paloma.net.Transport;
import paloma.transfer.Handshake;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.Limits;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.disk.Root;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.RequestFlags;

/** A small client of the transfer, with a folder of its own; each transfer has a socket to itself. */
public final class TestClient implements AutoCloseable {
    private static final int CHUNKS = 512;
    private static final int SHARES = 128;

    public final Path folder;
    private final Root root;
    private final InetSocketAddress server;
    private final EventLoopGroup loops = Transport.best().eventLoops(1, "client");

    /** As many threads as are asked for: of many transfers none waits for what another reads or hashes. */
    private final ExecutorService disk = Executors.newCachedThreadPool();

    private final ChunkPool pool = new ChunkPool(CHUNKS, SHARES);
    private InetAddress from = InetAddress.getLoopbackAddress();
    private byte[] token;
    private boolean force;
    private boolean recursive;
    private double limit = Double.MAX_VALUE;

    public TestClient(Path folder, InetSocketAddress server) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.root = Root.open(folder, Limits.NONE);
        this.server = server;
    }

    /** Sends from another address of loopback from now on. */
    public TestClient from(String address) throws IOException {
        from = InetAddress.getByName(address);
        return this;
    }

    public TestClient token(byte[] secret) {
        token = secret;
        return this;
    }

    public TestClient force() {
        force = true;
        return this;
    }

    /** Sends no more than so much from now on. */
    public TestClient limit(double bytesPerSecond) {
        limit = bytesPerSecond;
        return this;
    }

    public TestClient recursive() {
        recursive = true;
        return this;
    }

    public Path file(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    public TestTransfer put(String name) throws RefusedException {
        return put(OutgoingFile.open(folder.resolve(name)), name);
    }

    public TestTransfer put(OutgoingFile file, String name) {
        return putting(file, name).start();
    }

    /** Makes ready to put a file once the transfer is told to start. */
    TestTransfer readyToPut(String name) throws RefusedException {
        return putting(OutgoingFile.open(folder.resolve(name)), name).connect();
    }

    /** Makes ready to get a file once the transfer is told to start. */
    TestTransfer readyToGet(String name) {
        return getting(name, List.of()).connect();
    }

    /** Asks for a file, as much of it as is not in the folder already. */
    public TestTransfer get(String name) throws RefusedException {
        return get(name, List.of());
    }

    public TestTransfer get(String name, List<BlockRange> held) throws RefusedException {
        return getting(name, held).start();
    }

    /** Asks for the list of a folder, which then is in the file {@code list}. */
    public TestTransfer list(String name) throws RefusedException {
        return new TestTransfer(this, wish(Kind.LIST, name, List.of()))
                .gettingInto("list")
                .start();
    }

    IncomingFile incoming(String name, FileFacts facts) throws RefusedException {
        return root.receive(FileName.parse(name), facts, true);
    }

    /** Waits a moment before the next try. */
    public void awaitMoment() {
        loops.schedule(() -> {}, 100, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    InetSocketAddress server() {
        return server;
    }

    double limit() {
        return limit;
    }

    InetSocketAddress local() {
        return new InetSocketAddress(from, 0);
    }

    EventLoopGroup loops() {
        return loops;
    }

    ExecutorService disk() {
        return disk;
    }

    TransferResources resources() {
        return new TransferResources(disk, pool.share(0));
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        disk.shutdown();
    }

    private TestTransfer putting(OutgoingFile file, String name) {
        Handshake.OpenRequest wish = new Handshake.OpenRequest(
                Kind.PUT, RequestFlags.NONE.withForce(force), file.facts(), 0, 0, name, List.of(), token);
        return new TestTransfer(this, wish).putting(file);
    }

    private TestTransfer getting(String name, List<BlockRange> held) {
        return new TestTransfer(this, wish(Kind.GET, name, held)).gettingInto(name);
    }

    private Handshake.OpenRequest wish(Kind kind, String name, List<BlockRange> held) {
        int credit = ChunkPool.MIN_SHARE;
        return new Handshake.OpenRequest(
                kind, RequestFlags.NONE.withRecursive(recursive), FileFacts.NONE, credit, 0, name, held, token);
    }
}
