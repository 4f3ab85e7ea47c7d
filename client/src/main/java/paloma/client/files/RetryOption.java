package paloma.client.files;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What put, get and ls have in common with whoever keeps at it. */
@Command
final class RetryOption {
    @Option(
            names = "--retry",
            paramLabel = "TIME|forever",
            converter = Retry.Converter.class,
            description = "while the server or the network is away, keep trying for so long: 30m, 8h, 3d or forever")
    private Retry retry;

    Retry value() {
        return retry == null ? Retry.NEVER : retry;
    }
}
