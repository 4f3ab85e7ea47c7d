package paloma.net;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Netty names each channel after a hardware address of this machine: for the first channel it goes through all network
 * interfaces, and warns where none has such an address, as in many a container. Nobody reads these names here, so Netty
 * is given at once what it would take in the end: random bytes.
 */
final class MachineId {
    static final String PROPERTY = "io.netty.machineId";

    private static final int EUI64_BYTES = 8;

    private MachineId() {}

    /** Chooses one where the command line has not; to be called before the first channel is opened. */
    static void choose() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, random());
        }
    }

    private static String random() {
        byte[] id = new byte[EUI64_BYTES];
        ThreadLocalRandom.current().nextBytes(id);
        return HexFormat.ofDelimiter(":").formatHex(id);
    }
}
