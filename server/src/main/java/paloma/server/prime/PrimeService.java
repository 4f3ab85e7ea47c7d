package paloma.server.prime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import paloma.net.SourcePrefix;
import paloma.server.config.PrimeSettings;
import paloma.server.lifecycle.Lifecycle;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.server.workers.FairWorkers;
import paloma.service.Request;
import paloma.service.Service;

/**
 * Answers whether a number is prime: {@code T}, {@code F}, or {@code E} where there is no integer or no room for it,
 * and a line feed. Numbers below 2^64 are decided at once and exactly, larger ones by Baillie-PSW on workers.
 */
public final class PrimeService implements Service, Lifecycle {
    /**
     * A client that waited so long has most likely given up, and an answer would only make the others wait. Longer than a number
     * of 4,300 digits takes, so that one such number in front of another does not cost the other its answer.
     */
    static final long IDLE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final ByteBuf PRIME = answer("T\n");
    private static final ByteBuf NOT_PRIME = answer("F\n");
    private static final ByteBuf ERROR = answer("E\n");

    private final FairWorkers workers;
    private final Predicate<BigInteger> largeTest;
    private final LongSupplier clock;
    private final ServiceMeter meter;

    public PrimeService(PrimeSettings settings, ServiceMeter meter) {
        this(settings, meter, BailliePsw::isProbablePrime, System::nanoTime);
    }

    PrimeService(PrimeSettings settings, ServiceMeter meter, Predicate<BigInteger> largeTest, LongSupplier clock) {
        this(
                new FairWorkers("prime", settings.workers(), settings.queue(), settings.budget()),
                meter,
                largeTest,
                clock);
    }

    private PrimeService(FairWorkers workers, ServiceMeter meter, Predicate<BigInteger> largeTest, LongSupplier clock) {
        this.workers = workers;
        this.meter = meter;
        this.largeTest = largeTest;
        this.clock = clock;
    }

    /** Returns the same service for another endpoint: with its own meter, on the workers of this one. */
    public PrimeService countedBy(ServiceMeter other) {
        return new PrimeService(workers, other, largeTest, clock);
    }

    @Override
    public void serve(Request request) {
        IntegerText text = IntegerText.of(request.payload());
        if (!text.isInteger()) {
            request.answer(ERROR.duplicate());
        } else if (text.isNegative()) {
            request.answer(NOT_PRIME.duplicate());
        } else if (text.fitsWord()) {
            request.answer(answerOf(WordPrimes.isPrime(text.word())));
        } else {
            serveLater(request, text);
        }
    }

    /** Ends the workers of all endpoints; requests that still wait get no answer. */
    @Override
    public void close() {
        workers.close();
    }

    private void serveLater(Request request, IntegerText text) {
        FairWorkers.Admission admission = workers.submit(
                sourceOf(request.source()),
                () -> new LargeNumber(
                        this, text.digits(request.payload()), request.arrivalNanos(), request.answerLater()));
        switch (admission) {
            case BUSY -> refuse(request, Refusal.BUSY);
            case OVER_BUDGET -> refuse(request, Refusal.BUDGET);
            case ADMITTED -> {}
        }
    }

    private void refuse(Request request, Refusal reason) {
        meter.refused(reason);
        request.answer(ERROR.duplicate());
    }

    /** Returns the answer to a number that had to wait. Called on a worker. */
    ByteBuf answerTo(byte[] digits, long arrivalNanos) {
        if (clock.getAsLong() - arrivalNanos > IDLE_TIMEOUT_NANOS) {
            meter.refused(Refusal.BUSY);
            return ERROR.duplicate();
        }
        return answerOf(largeTest.test(IntegerText.toInteger(digits)));
    }

    private static ByteBuf answerOf(boolean prime) {
        return (prime ? PRIME : NOT_PRIME).duplicate();
    }

    private static Object sourceOf(SocketAddress source) {
        return source instanceof InetSocketAddress inet ? SourcePrefix.of(inet.getAddress()) : source;
    }

    /** Returns a buffer that all answers share: each sends a duplicate with indices of its own, which frees nothing. */
    private static ByteBuf answer(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }
}
