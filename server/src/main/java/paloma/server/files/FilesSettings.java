package paloma.server.files;

import java.nio.file.Path;
import paloma.transfer.disk.Limits;

/**
 * How files are served.
 *
 * @param folder that holds them
 * @param token that a client must know, or null
 * @param transfers that may run at once
 * @param transfersPerSource of one address
 */
public record FilesSettings(Path folder, byte[] token, int transfers, int transfersPerSource, Limits limits) {}
