package paloma.net;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Netty names each channel after a hardware address of this machine: for the first channel it looks at all network
 * interfaces, and warns when none has such an address, as in many containers. Nobody reads these names here, so Netty
 * gets at once what it would fall back to: random bytes.
 */
final class MachineId {
    static final String PROPERTY = "io.netty.machineId";

    private static final int EUI64_BYTES = 8;

    private MachineId() {}

    /** Sets one unless the command line did. Call it before the first channel is opened. */
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
