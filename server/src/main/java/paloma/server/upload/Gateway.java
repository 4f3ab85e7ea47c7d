package paloma.server.upload;

import paloma.server.metrics.ServiceMeter;

/** An endpoint that uploads come by; equal only to itself. */
final class Gateway {
    private final UploadEnd ending;
    private final ServiceMeter meter;
    private final DropWatch drops;

    Gateway(UploadEnd ending, ServiceMeter meter, DropWatch drops) {
        this.ending = ending;
        this.meter = meter;
        this.drops = drops;
    }

    UploadEnd ending() {
        return ending;
    }

    ServiceMeter meter() {
        return meter;
    }

    /** Belongs to the disk thread. */
    DropWatch drops() {
        return drops;
    }
}
