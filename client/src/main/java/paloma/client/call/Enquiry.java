package paloma.client.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Asks a server over datagrams, at each of its addresses as {@link Stagger} has it, until one answers. A request that is
 * repeated leaves from another port, for a balancer may have sent the first to a server that is gone; the ports before are
 * still listened to. Answers do not name their request, so sockets on which one may still arrive (the request was repeated,
 * or not answered) are not used for another.
 */
final class Enquiry implements AutoCloseable {
    private final Dialer dialer;
    private final RetryPolicy policy;
    private final Semaphore bell = new Semaphore(0);
    private final Map<Target, Deque<Conversation>> open = new HashMap<>(); // the newest first
    private final Map<Target, String> reasons = new HashMap<>();
    private List<Target> order = List.of();
    private Stagger plan;

    Enquiry(Dialer dialer, RetryPolicy policy) {
        this.dialer = dialer;
        this.policy = policy;
    }

    /**
     * Returns the first answer, whose sender is preferred from now on, or null when the only address was silent.
     *
     * @throws UnreachableException when there are several addresses and none answered
     */
    byte[] ask(byte[] request, Predicate<byte[]> isAnswer) throws IOException {
        order = dialer.order();
        reasons.clear();
        // One that has answered before gets a whole try, so that no slow answer is asked for twice.
        long delayNanos = dialer.isProven() ? policy.timeoutNanos() : Stagger.DELAY_NANOS;
        plan = new Stagger(order.size(), policy, delayNanos, System.nanoTime());
        byte[] answer = answer(request, isAnswer);
        if (answer == null || plan.mayBeAnsweredAgain()) {
            close();
        }
        if (answer == null && order.size() > 1) {
            throw ErrorMessages.unreachable(dialer.targets(), order, reasons);
        }
        return answer;
    }

    /** Returns whether such datagrams came as are no answer. */
    boolean heardEmpty() {
        return reasons.containsValue(ErrorMessages.ONLY_EMPTY);
    }

    @Override
    public void close() {
        open.values().forEach(Enquiry::close);
        open.clear();
    }

    private static void close(Deque<Conversation> all) {
        all.forEach(Conversation::close);
    }

    private byte[] answer(byte[] request, Predicate<byte[]> isAnswer) throws IOException {
        while (!plan.isOver(System.nanoTime())) {
            int due = plan.due(System.nanoTime());
            if (due >= 0) {
                send(due, request);
                continue;
            }
            listen(plan.nanosToNext(System.nanoTime()));
            byte[] answer = read(isAnswer);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private void send(int number, byte[] request) throws IOException {
        Target target = order.get(number);
        try {
            conversation(target, plan.isAsked(number)).send(request, policy.timeoutNanos());
            plan.sent(number, System.nanoTime());
        } catch (SocketTimeoutException stuck) {
            plan.sent(number, System.nanoTime());
        } catch (IOException e) {
            refused(number, e);
        }
    }

    private Conversation conversation(Target target, boolean anew) throws IOException {
        Deque<Conversation> all = open.computeIfAbsent(target, first -> new ArrayDeque<>());
        if (all.isEmpty() || anew) {
            all.addFirst(dialer.open(target, bell::release));
        }
        return all.getFirst();
    }

    private void listen(long nanos) throws IOException {
        try {
            if (bell.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            throw Conversation.interrupted();
        }
    }

    private byte[] read(Predicate<byte[]> isAnswer) throws IOException {
        for (int i = 0; i < order.size(); i++) {
            Target target = order.get(i);
            if (open.containsKey(target) && !plan.isRefused(i)) {
                byte[] answer = read(i, target, isAnswer);
                if (answer != null) {
                    dialer.prefer(target);
                    return answer;
                }
            }
        }
        return null;
    }

    private byte[] read(int number, Target target, Predicate<byte[]> isAnswer) throws IOException {
        try {
            for (Conversation conversation : open.get(target)) {
                byte[] answer = read(conversation, target, isAnswer);
                if (answer != null) {
                    return answer;
                }
            }
        } catch (IOException e) {
            refused(number, e);
        }
        return null;
    }

    private byte[] read(Conversation conversation, Target target, Predicate<byte[]> isAnswer) throws IOException {
        for (Arrival one = conversation.receive(0); one != null; one = conversation.receive(0)) {
            if (isAnswer.test(one.bytes())) {
                return one.bytes();
            }
            reasons.put(target, ErrorMessages.ONLY_EMPTY);
        }
        return null;
    }

    /** Of several addresses the others are left; the only one decides. */
    private void refused(int number, IOException e) throws IOException {
        if (order.size() == 1 || e instanceof InterruptedIOException) {
            throw e;
        }
        Target target = order.get(number);
        reasons.put(target, ErrorMessages.reason(e));
        plan.refused(number, System.nanoTime());
        Deque<Conversation> refusing = open.remove(target);
        if (refusing != null) {
            close(refusing);
        }
    }
}
