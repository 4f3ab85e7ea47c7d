package paloma.server.files;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import paloma.server.logging.DescriptorLog;
import paloma.transfer.Chunks;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.FileName;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.disk.RefusedException;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Reason;

/** Finds the file that an Open names, and memory for it, on threads that may wait. */
final class FileOpener {
    private final FileStore store;
    private final Writers writers;
    private final ChunkPool pool;
    private final long idleNanos;
    private final Executor disk;
    private final Executor lists;

    /** @param lists runs what walks through folders: one at a time, for the memory it takes */
    FileOpener(FileStore store, Writers writers, ChunkPool pool, long idleNanos, Executor disk, Executor lists) {
        this.store = store;
        this.writers = writers;
        this.pool = pool;
        this.idleNanos = idleNanos;
        this.disk = disk;
        this.lists = lists;
    }

    /** Answers by {@link ServerTransfer#receive}, {@link ServerTransfer#send} or {@link ServerTransfer#stop}. */
    void open(ServerTransfer transfer) {
        switch (transfer.open().kind()) {
            case PUT -> run(disk, transfer, () -> put(transfer, true));
            case GET -> run(disk, transfer, () -> get(transfer));
            case LIST -> run(lists, transfer, () -> list(transfer));
        }
    }

    private void put(ServerTransfer transfer, boolean mayTakeOver) throws RefusedException {
        Open open = transfer.open();
        FileName name = FileName.parse(open.name());
        IncomingFile file;
        try {
            file = store.receive(name, open.facts(), open.force());
        } catch (RefusedException e) {
            if (e.reason() != Reason.BUSY || !mayTakeOver || !takeOver(transfer, name, e)) {
                throw e;
            }
            return;
        }
        handOver(
                transfer,
                file::close,
                () -> FilesMemory.tables(Chunks.count(open.facts().size())),
                resources -> transfer.receive(file, file.held(BlockRange.MAX_IN_LIST), resources));
    }

    /** Returns whether there is somebody to ask, who then will answer. */
    private boolean takeOver(ServerTransfer transfer, FileName name, RefusedException busy) throws RefusedException {
        IncomingFile file = store.holder(name);
        ServerTransfer writer = writers.of(file);
        if (writer == null) {
            return false;
        }
        writer.giveWayTo(
                transfer.peer(),
                gives -> run(disk, transfer, () -> {
                    if (!gives) {
                        throw busy;
                    }
                    file.close(); // waits for what is being written
                    put(transfer, false);
                }));
        return true;
    }

    private void get(ServerTransfer transfer) throws RefusedException {
        OutgoingFile file = store.send(FileName.parse(transfer.open().name()));
        send(transfer, file, () -> FilesMemory.tables(Chunks.count(file.facts().size())));
    }

    private void list(ServerTransfer transfer) throws RefusedException {
        OutgoingFile list = store.list(transfer.open().name(), transfer.open().recursive());
        send(transfer, list, () -> Chunks.count(list.facts().size()));
    }

    private void send(ServerTransfer transfer, OutgoingFile file, IntSupplier tables) {
        handOver(transfer, file::close, tables, resources -> transfer.send(file, resources));
    }

    /** Passes a file on with memory for it; where that does not come about, both are given back. */
    private void handOver(
            ServerTransfer transfer, Runnable close, IntSupplier tables, Consumer<TransferResources> next) {
        TransferResources resources = null;
        boolean passed = false;
        try {
            resources = resources(transfer, tables.getAsInt());
            if (resources != null) {
                next.accept(resources);
                passed = true;
            }
        } finally {
            if (!passed) {
                close(resources, close);
            }
        }
    }

    private static void close(TransferResources resources, Runnable file) {
        if (resources != null) {
            resources.buffers().close();
        }
        file.run();
    }

    /** Returns null, and tells the client, where there is too little memory. */
    private TransferResources resources(ServerTransfer transfer, int tables) {
        if (tables > pool.limit() - ChunkPool.MIN_SHARE) {
            transfer.stop(Reason.TOO_LARGE, "this server has too little memory for so large a file (files-memory)");
            return null;
        }
        ChunkPool.Share share = pool.share(tables);
        if (share == null) {
            transfer.stop(Reason.BUSY, "other transfers use all of the server's memory; try again later");
            return null;
        }
        return new TransferResources(disk, share, idleNanos);
    }

    /** Whatever goes wrong ends the transfer. */
    private static void run(Executor threads, ServerTransfer transfer, DiskWork work) {
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } catch (RefusedException e) {
                    DescriptorLog.PROCESS.tell(e);
                    transfer.stop(e.reason(), e.getMessage());
                } catch (Throwable e) {
                    transfer.breakOff(e);
                }
            });
        } catch (Throwable e) {
            transfer.breakOff(e); // no thread takes it
        }
    }

    private interface DiskWork {
        void run() throws RefusedException;
    }
}
