package paloma.client.files;

import java.util.List;
import paloma.transfer.Handshake;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.RequestFlags;

/** A task without a disk and without a server: each step of its transfer is a hook. */
class FakeTask extends Task {
    /** What is done at one step of a transfer. */
    interface Step {
        void run(FakeTransfer transfer) throws RefusedException;

        Step NONE = transfer -> {};
    }

    private final Step prepare;
    private final Step begun;

    /** @param begun is run on the event loop when the transfer has begun */
    FakeTask(String name, Step prepare, Step begun) {
        super(name, 100);
        this.prepare = prepare;
        this.begun = begun;
    }

    /** Returns a task of several transfers, one after the other. */
    static FakeTask of(String name, int transfers, Step begun) {
        return new FakeTask(name, Step.NONE, begun) {
            private int done;

            @Override
            Outcome attempted(Transfer transfer, Outcome outcome) {
                done += outcome.isDone() ? 1 : 0;
                return outcome;
            }

            @Override
            boolean goesOn() {
                return done < transfers;
            }
        };
    }

    /** Returns a task that is done as soon as it is begun. */
    static FakeTask easy(String name) {
        return new FakeTask(name, Step.NONE, FakeTransfer::done);
    }

    @Override
    Transfer prepare(TransferContext context) throws RefusedException {
        prepare.run(null);
        return new FakeTransfer(context, context.resources(), begun);
    }

    /** Throws a new one of this kind, checked or not. */
    static void sneak(Class<? extends Throwable> kind) {
        try {
            throw FakeTask.<RuntimeException>unchecked(kind.getConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable bug) throws T {
        throw (T) bug;
    }

    /** A transfer that does nothing of its own accord. */
    static class FakeTransfer extends Transfer {
        RuntimeException countBug;
        long size = 100;
        long heldBytes;
        long doneBytes;
        RuntimeException letGoBug;
        Error acceptedBug;
        private final Step begun;

        FakeTransfer(TransferContext context, TransferResources resources, Step begun) {
            super(context, nothing(), resources);
            this.begun = begun;
        }

        private static Handshake.OpenRequest nothing() {
            return new Handshake.OpenRequest(Kind.GET, RequestFlags.NONE, FileFacts.NONE, 1, 0, "x", List.of(), null);
        }

        /** Hears a Fail from the server. */
        void refusedByServer(Reason reason) {
            refusedByServer(reason, "");
        }

        void refusedByServer(Reason reason, String words) {
            heard(0, new Fail(reason, words), System.nanoTime());
        }

        @Override
        void prepare() {
            try {
                begun.run(this);
            } catch (RefusedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        void asked(long now) {}

        @Override
        void accepted(Grant grant, long now) {
            if (acceptedBug != null) {
                throw acceptedBug;
            }
        }

        @Override
        void taken(long number, Frame frame, long now) {
            if (frame instanceof Fail fail) {
                failed(fail.reason(), fail.text());
            }
        }

        @Override
        void letGo() {
            if (letGoBug != null) {
                throw letGoBug;
            }
        }

        @Override
        long size() {
            return size;
        }

        @Override
        void count(Tally tally) {
            if (countBug != null) {
                throw countBug;
            }
            tally.heldBytes += heldBytes;
            tally.doneBytes += doneBytes;
        }

        @Override
        long doneNanos() {
            return System.nanoTime();
        }
    }
}
