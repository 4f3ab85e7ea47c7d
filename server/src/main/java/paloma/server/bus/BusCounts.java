package paloma.server.bus;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import paloma.server.metrics.Reading;

/** What a bus counts. */
final class BusCounts {
    final LongAdder told = new LongAdder();
    final LongAdder untold = new LongAdder();
    final LongAdder heard = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder outages = new LongAdder();

    List<Reading> readings(BooleanSupplier isUp) {
        return List.of(
                Reading.gauge(
                        "paloma_bus_up",
                        "Whether the bus between servers is there: 1 or 0.",
                        () -> isUp.getAsBoolean() ? 1 : 0),
                Reading.counter("paloma_bus_told", "Messages given to the bus.", told::sum),
                Reading.counter("paloma_bus_untold", "Messages that the bus was not there for.", untold::sum),
                Reading.counter("paloma_bus_heard", "Messages of other servers.", heard::sum),
                Reading.counter("paloma_bus_lost", "Messages of other servers that never came.", lost::sum),
                Reading.counter("paloma_bus_malformed", "Entries that no server of ours wrote.", malformed::sum),
                Reading.counter("paloma_bus_outages", "How often the bus went away.", outages::sum));
    }
}
