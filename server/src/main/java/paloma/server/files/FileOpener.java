package paloma.server.files;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import paloma.net.SourcePrefix;
import paloma.server.logging.DescriptorLog;
import paloma.transfer.Chunks;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.HeldException;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;

/** Finds the file that an Open names, and memory for it, on threads that may wait. */
final class FileOpener {
    /** How soon a file is asked for again that another server of the folder holds, perhaps not for long. */
    private static final long HELD_MILLIS = 250;

    private final FileStore store;
    private final Batches batches;
    private final Writers writers;
    private final TransferMemory memory;
    private final long idleNanos;
    private final Executor disk;
    private final Executor lists;

    /** @param lists runs what walks through folders: one at a time, for the memory it takes */
    FileOpener(
            FileStore store,
            Batches batches,
            Writers writers,
            TransferMemory memory,
            long idleNanos,
            Executor disk,
            Executor lists) {
        this.store = store;
        this.batches = batches;
        this.writers = writers;
        this.memory = memory;
        this.idleNanos = idleNanos;
        this.disk = disk;
        this.lists = lists;
    }

    /** Answers by {@link ServerTransfer#receive}, {@link ServerTransfer#send} or {@link ServerTransfer#stop}. */
    void open(ServerTransfer transfer) {
        switch (transfer.request().kind()) {
            case PUT -> run(disk, transfer, () -> look(transfer));
            case GET -> run(disk, transfer, () -> get(transfer));
            case LIST -> run(lists, transfer, () -> list(transfer));
            case OFFER, PACK, WANT -> run(disk, transfer, () -> lookAtBatch(transfer));
            case FETCH -> run(disk, transfer, () -> fetch(transfer));
        }
    }

    /** Looks only: the Open can be a replay until the client has shown that it has the keys. */
    private void look(ServerTransfer transfer) throws RefusedException {
        Request request = transfer.request();
        FileName name = FileName.parse(request.name());
        with(memory.forFile(Chunks.count(request.facts().size())), resources -> {
            List<BlockRange> held = store.begun(name, request.facts().size(), request.force(), BlockRange.MAX_IN_LIST);
            transfer.receive(new DeferredFile(name, request.facts(), held), held, resources);
        });
    }

    private void lookAtBatch(ServerTransfer transfer) throws RefusedException {
        Request request = transfer.request();
        batches.check(request);
        with(memory.forBatch(), resources -> {
            DeferredFile file = new DeferredFile(null, request.facts(), List.of());
            transfer.receive(file, List.of(), resources);
        });
    }

    /** Called when who sends something has shown that it has the keys; answers by {@link ServerTransfer#opened}. */
    void confirmed(ServerTransfer transfer) {
        if (transfer.request().kind().isBatch()) {
            run(disk, transfer, () -> transfer.opened(batches.receive(transfer)));
        } else {
            run(disk, transfer, () -> put(transfer, true));
        }
    }

    private void put(ServerTransfer transfer, boolean mayTakeOver) throws RefusedException {
        FileName name = FileName.parse(transfer.request().name());
        try {
            receive(transfer, name);
        } catch (HeldException e) {
            if (!e.mayEnd()) {
                throw e;
            }
            transfer.peer()
                    .loop()
                    .schedule(
                            () -> run(disk, transfer, () -> put(transfer, mayTakeOver)),
                            HELD_MILLIS,
                            TimeUnit.MILLISECONDS);
        } catch (RefusedException e) {
            if (e.reason() != Reason.BUSY || !mayTakeOver || !takeOver(transfer, name, e)) {
                throw e;
            }
        }
    }

    private void receive(ServerTransfer transfer, FileName name) throws RefusedException {
        Request request = transfer.request();
        IncomingFile file = store.receive(
                name,
                request.facts(),
                request.force(),
                !request.noSync(),
                SourcePrefix.of(transfer.origin().getAddress()));
        handOver(file::close, () -> transfer.opened(file));
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
        Request request = transfer.request();
        OutgoingFile file =
                store.send(FileName.parse(request.name()), request.flags().asOpened());
        handOver(
                file::close,
                () -> with(
                        memory.forFile(Chunks.count(file.facts().size())),
                        resources -> transfer.send(file, resources, () -> {})));
    }

    private void fetch(ServerTransfer transfer) throws RefusedException {
        Wants.Want want = batches.want(transfer.request());
        with(memory.forBatch(), resources -> {
            OutgoingFile file = batches.fetched(want);
            handOver(
                    file::close,
                    () -> transfer.send(file, resources, batches.whenDone(transfer, want, file, resources.buffers())));
        });
    }

    private void list(ServerTransfer transfer) throws RefusedException {
        Request request = transfer.request();
        with(memory.forList(), resources -> {
            OutgoingFile list = store.list(request.name(), request.recursive(), request.follow());
            handOver(list::close, () -> {
                resources.buffers().keepTables(Chunks.count(list.facts().size()));
                transfer.send(list, resources, () -> {});
            });
        });
    }

    /** Passes a file on; where that does not come about, it is closed. */
    private static void handOver(Runnable close, DiskWork next) throws RefusedException {
        boolean passed = false;
        try {
            next.run();
            passed = true;
        } finally {
            if (!passed) {
                close.run();
            }
        }
    }

    /** Uses memory that was taken before anything is allocated; where it is not passed on, it is given back. */
    private void with(ChunkPool.Share share, MemoryUse next) throws RefusedException {
        boolean passed = false;
        try {
            next.run(new TransferResources(disk, share, idleNanos));
            passed = true;
        } finally {
            if (!passed) {
                share.close();
            }
        }
    }

    /** Whatever goes wrong ends the transfer. */
    private static void run(Executor threads, ServerTransfer transfer, DiskWork work) {
        try {
            threads.execute(() -> {
                try {
                    if (!transfer.hasEnded()) {
                        work.run();
                    }
                } catch (RefusedException e) {
                    DescriptorLog.PROCESS.tell(e);
                    transfer.stop(e.reason(), e.getMessage());
                } catch (Throwable e) {
                    transfer.breakOff(e);
                }
            });
        } catch (RejectedExecutionException ended) {
            transfer.stop(Reason.STOPPED, "the server is stopping; try again later");
        } catch (Throwable e) {
            transfer.breakOff(e); // no thread takes it
        }
    }

    private interface DiskWork {
        void run() throws RefusedException;
    }

    private interface MemoryUse {
        void run(TransferResources resources) throws RefusedException;
    }
}
