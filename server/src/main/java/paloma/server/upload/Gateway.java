package paloma.server.upload;

import paloma.server.metrics.ServiceMeter;

/** An endpoint that uploads come by; equal only to itself. */
final class Gateway {
    private final ServiceMeter meter;
    private final DropWatch drops;

    Gateway(ServiceMeter meter, DropWatch drops) {
        this.meter = meter;
        this.drops = drops;
    }

    ServiceMeter meter() {
        return meter;
    }

    /** Belongs to the disk thread. */
    DropWatch drops() {
        return drops;
    }
}
