package paloma.server.prime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.PrimeSettings;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.testing.FakeRequest;

@Timeout(60)
class PrimeServiceTest {
    private static final String LARGE = "18446744073709551629"; // 2^64 + 13, a prime
    private static final String HUGE = "1" + "0".repeat(4_298) + "7";

    private final ServiceMeter meter = new ServiceMeter("prime", "udp");
    private final AtomicLong nowNanos = new AtomicLong(System.nanoTime());
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger tested = new AtomicInteger();
    private PrimeService service = new PrimeService(new PrimeSettings(1, 100, 100), meter);

    @AfterEach
    void close() {
        gate.countDown();
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "4j, E", "4, F", "5, T", "-5, F", "17, T", "29, T", "1125899906842624, F",
                "1125899906842623, F", // 2^50, 2^50 - 1
        "0, F", "1, F", "-0, F", "2, T", "+3, T", "'', E", "' 1_7 ', T", "2305843009213693951, T", // 2^61 - 1
        "18446744073709551557, T", "18446744073709551615, F", "-18446744073709551629, F"
    })
    void answersSmallAndNegativeNumbersAtOnce(String text, String answer) throws Exception {
        FakeRequest request = FakeRequest.of(text).servedBy(service);
        assertThat(request.isLater()).isFalse();
        assertThat(request.outcome()).contains(answer + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "18446744073709551616, F", // 2^64
        "18446744073709551629, T", // 2^64 + 13
        "' +0001844674407370955_1629\n', T",
        "147573952589676412927, F", // 2^67 - 1 (F. N. Cole 1903)
        "618970019642690137449562111, T", // 2^89 - 1
        "170141183460469231731687303715884105727, T" // 2^127 - 1
    })
    void answersLargeNumbersLater(String text, String answer) throws Exception {
        FakeRequest request = FakeRequest.of(text).servedBy(service);
        assertThat(request.isLater()).isTrue();
        assertThat(request.outcome()).contains(answer + "\n");
        assertThat(request.payload().refCnt()).isZero();
    }

    @Test
    void takesAsManyDigitsAsPython() throws Exception {
        assertThat(FakeRequest.of("3".repeat(4_300)).servedBy(service).outcome())
                .contains("F\n");
        assertThat(FakeRequest.of("3".repeat(4_301)).servedBy(service).outcome())
                .contains("E\n");
        assertThat(meter.refusals(Refusal.TOO_LARGE)).isZero();
    }

    @Test
    void answersASmallNumberWhileAHugeOneIsWorkedOn() throws Exception {
        FakeRequest huge = startOneHugeNumber(new PrimeSettings(1, 1, 1));
        assertThat(FakeRequest.of("17").servedBy(service).outcome()).contains("T\n");
        assertThat(huge.isSettled()).isFalse();
        gate.countDown();
        assertThat(huge.outcome()).contains("F\n");
    }

    @Test
    void refusesWhatIsOverTheBudgetOfItsPrefix() throws Exception {
        startOneHugeNumber(new PrimeSettings(1, 10, 2));
        FakeRequest inBudget = FakeRequest.of(LARGE).from("2001:db8::1").servedBy(service);
        FakeRequest second = FakeRequest.of(LARGE).from("2001:db8::2").servedBy(service);
        FakeRequest third = FakeRequest.of(LARGE).from("2001:db8::ffff:3").servedBy(service);
        FakeRequest other = FakeRequest.of(LARGE).from("2001:db8:0:1::1").servedBy(service);
        assertThat(third.outcome()).contains("E\n");
        assertThat(third.isLater()).isFalse();
        assertThat(meter.refusals(Refusal.BUDGET)).isEqualTo(1);
        assertThat(meter.refusals(Refusal.BUSY)).isZero();
        gate.countDown();
        assertThat(inBudget.outcome()).contains("T\n");
        assertThat(second.outcome()).contains("T\n");
        assertThat(other.outcome()).contains("T\n");
    }

    @Test
    void refusesWhatTheQueueDoesNotHold() throws Exception {
        startOneHugeNumber(new PrimeSettings(1, 1, 10));
        FakeRequest waiting = FakeRequest.of(LARGE).from("192.0.2.2").servedBy(service);
        FakeRequest refused = FakeRequest.of(LARGE).from("192.0.2.3").servedBy(service);
        assertThat(refused.outcome()).contains("E\n");
        assertThat(meter.refusals(Refusal.BUSY)).isEqualTo(1);
        gate.countDown();
        assertThat(waiting.outcome()).contains("T\n");
    }

    @Test
    void takesNoTroubleOverWhoWaitedTooLong() throws Exception {
        startOneHugeNumber(new PrimeSettings(1, 10, 10));
        long now = nowNanos.get();
        FakeRequest late = FakeRequest.of(LARGE).arrivedAt(now - 1).servedBy(service);
        FakeRequest inTime = FakeRequest.of(LARGE).arrivedAt(now).servedBy(service);
        nowNanos.set(now + PrimeService.IDLE_TIMEOUT_NANOS);
        gate.countDown();
        assertThat(late.outcome()).contains("E\n");
        assertThat(inTime.outcome()).contains("T\n");
        assertThat(meter.refusals(Refusal.BUSY)).isEqualTo(1);
        assertThat(tested).hasValue(2);
    }

    @Test
    void countsForEachEndpointOnSharedWorkers() throws Exception {
        startOneHugeNumber(new PrimeSettings(1, 1, 10));
        ServiceMeter tcp = new ServiceMeter("prime", "tcp");
        FakeRequest waiting = FakeRequest.of(LARGE).servedBy(service);
        FakeRequest refused = FakeRequest.of(LARGE).servedBy(service.countedBy(tcp));
        assertThat(refused.outcome()).contains("E\n");
        assertThat(tcp.refusals(Refusal.BUSY)).isEqualTo(1);
        assertThat(meter.refusals(Refusal.BUSY)).isZero();
        gate.countDown();
        assertThat(waiting.outcome()).contains("T\n");
    }

    @Test
    void givesNoAnswerToWhatIsPendingWhenItCloses() throws Exception {
        FakeRequest worked = startOneHugeNumber(new PrimeSettings(1, 10, 10));
        FakeRequest waiting = FakeRequest.of(LARGE).servedBy(service);
        service.close();
        assertThat(worked.outcome()).isEmpty();
        assertThat(waiting.outcome()).isEmpty();
        assertThat(FakeRequest.of(LARGE).servedBy(service).outcome()).contains("E\n");
        assertThat(FakeRequest.of("17").servedBy(service).outcome()).contains("T\n");
        assertThat(worked.outcomes()).isEqualTo(1);
        assertThat(waiting.outcomes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(classes = {ArithmeticException.class, StackOverflowError.class, AssertionError.class})
    void saysThatItFailedAndNotThatThereIsNoIntegerAndGoesOn(Class<? extends Throwable> bug) throws Exception {
        use(new PrimeSettings(1, 10, 10), n -> {
            if (tested.incrementAndGet() == 1) {
                throw thrown(bug);
            }
            return true;
        });
        FakeRequest failed = FakeRequest.of(LARGE).servedBy(service);
        assertThat(failed.outcome()).isEmpty();
        assertThat(failed.failure()).isInstanceOf(bug);
        assertThat(failed.outcomes()).isEqualTo(1);
        assertThat(FakeRequest.of(LARGE).servedBy(service).outcome()).contains("T\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void givesEachRequestOneAnswerWhateverItIs(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = bytes(random, i % 200 == 0 ? 65_507 : random.nextInt(40));
            FakeRequest request = FakeRequest.of(bytes).servedBy(service);
            assertThat(request.outcome())
                    .hasValueSatisfying(answer -> assertThat(answer).matches("[TFE]\n"));
            assertThat(request.outcomes()).isEqualTo(1);
            assertThat(request.payload().refCnt()).isZero();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException thrown(Class<? extends Throwable> bug) throws T {
        try {
            throw (T) bug.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (random.nextInt(4) > 0) {
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) "0123456789".charAt(Math.floorMod(bytes[i], 10));
            }
        }
        return bytes;
    }

    /** Has the one worker test a number of 4,300 digits until the gate opens. */
    private FakeRequest startOneHugeNumber(PrimeSettings settings) throws Exception {
        use(settings, n -> {
            if (tested.incrementAndGet() == 1) {
                started.countDown();
                awaitGate();
            }
            return n.equals(new BigInteger(LARGE));
        });
        FakeRequest huge = FakeRequest.of(HUGE).servedBy(service);
        started.await();
        return huge;
    }

    private void use(PrimeSettings settings, Predicate<BigInteger> test) {
        service.close();
        service = new PrimeService(settings, meter, test, nowNanos::get);
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
