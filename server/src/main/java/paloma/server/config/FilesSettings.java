package paloma.server.config;

import java.nio.file.Path;
import java.util.List;
import paloma.transfer.disk.Limits;

/**
 * How files are served.
 *
 * @param folder that holds them
 * @param tokens of which a client must know one; none where it needs none
 * @param keyFile with the key of this server, which may have to be made
 * @param transfers that may run at once; fewer where there is too little memory
 * @param transfersPerSource of one address
 * @param memoryBytes for what is on its way between network and disk; a quarter of the heap at most
 * @param idleNanos after so long without a word a transfer ends
 * @param keepNanos how long unfinished parts are kept
 */
public record FilesSettings(
        Path folder,
        List<byte[]> tokens,
        Path keyFile,
        int transfers,
        int transfersPerSource,
        long memoryBytes,
        Limits limits,
        long idleNanos,
        long keepNanos) {}
