package paloma.server.files;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.transfer.Chunks;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.FileName;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.disk.RefusedException;
import paloma.transfer.disk.Root;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.ChunkRange;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Reason;

/** Finds the file that an Open names, and memory for it, on threads that may wait. */
final class FileOpener {
    private static final Logger LOG = LoggerFactory.getLogger(FileOpener.class);

    private final Root root;
    private final ChunkPool pool;
    private final int listBytes;
    private final long idleNanos;
    private final Executor disk;
    private final Executor lists;
    /** @param lists runs what walks through folders: one at a time, for the memory it takes */
    FileOpener(Root root, ChunkPool pool, int listBytes, long idleNanos, Executor disk, Executor lists) {
        this.root = root;
        this.pool = pool;
        this.listBytes = listBytes;
        this.idleNanos = idleNanos;
        this.disk = disk;
        this.lists = lists;
    }

    /** Answers by {@link ServerTransfer#receive}, {@link ServerTransfer#send} or {@link ServerTransfer#stop}. */
    void open(ServerTransfer session) {
        switch (session.open().kind()) {
            case PUT -> run(disk, session, () -> put(session, true));
            case GET -> run(disk, session, () -> get(session));
            case LIST -> run(lists, session, () -> list(session));
        }
    }

    private void put(ServerTransfer session, boolean mayTakeOver) throws RefusedException {
        Open open = session.open();
        FileName name = FileName.parse(open.name());
        IncomingFile file;
        try {
            file = root.receive(name, open.facts(), open.force());
        } catch (RefusedException e) {
            if (e.reason() != Reason.BUSY || !mayTakeOver || !takeOver(session, name, e)) {
                throw e;
            }
            return;
        }
        TransferResources resources =
                resources(session, FilesMemory.tables(Chunks.count(open.facts().size())));
        if (resources == null) {
            file.close();
        } else {
            session.receive(file, file.held(ChunkRange.MAX_IN_LIST), resources);
        }
    }

    /** Returns whether there is somebody to ask, who then will answer. */
    private boolean takeOver(ServerTransfer session, FileName name, RefusedException busy) throws RefusedException {
        IncomingFile file = root.holder(name);
        ServerTransfer writer = session.service().writers().of(file);
        if (writer == null) {
            return false;
        }
        writer.giveWayTo(
                session.peer(),
                gives -> run(disk, session, () -> {
                    if (!gives) {
                        throw busy;
                    }
                    file.close(); // waits for what is being written
                    put(session, false);
                }));
        return true;
    }

    private void get(ServerTransfer session) throws RefusedException {
        OutgoingFile file = root.send(FileName.parse(session.open().name()));
        send(session, file, FilesMemory.tables(Chunks.count(file.facts().size())));
    }

    private void list(ServerTransfer session) throws RefusedException {
        OutgoingFile list = root.list(session.open().name(), session.open().recursive(), listBytes);
        send(session, list, Chunks.count(list.facts().size()));
    }

    private void send(ServerTransfer session, OutgoingFile file, int tables) {
        TransferResources resources = resources(session, tables);
        if (resources == null) {
            file.close();
        } else {
            session.send(file, resources);
        }
    }

    /** Returns null, and tells the client, where there is too little memory. */
    private TransferResources resources(ServerTransfer session, int tables) {
        if (tables > pool.limit() - ChunkPool.MIN_SHARE) {
            session.stop(Reason.TOO_LARGE, "for a file so large this server has too little memory (files-memory)");
            return null;
        }
        ChunkPool.Share share = pool.share(tables);
        if (share == null) {
            session.stop(Reason.BUSY, "other transfers have all of the server's memory; try again later");
            return null;
        }
        return new TransferResources(disk, share, idleNanos);
    }

    private static void run(Executor threads, ServerTransfer session, DiskWork work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (RefusedException e) {
                session.stop(e.reason(), e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("a file could not be opened", e);
                session.stop(Reason.OTHER, "the server has made a mistake, which its log tells of");
            }
        });
    }

    private interface DiskWork {
        void run() throws RefusedException;
    }
}
