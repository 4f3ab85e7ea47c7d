package paloma.server.config;

import java.nio.file.Path;

/** Reads the limits of upload from the settings. */
final class UploadLimits {
    private static final long MAX_BYTES = 1L << 50;

    /** 1,024 open files are what a process may have on many systems; some have many more. */
    private static final int MAX_SENDERS = 100_000;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long DAY_NANOS = 86_400 * SECOND_NANOS;

    private UploadLimits() {}

    static UploadSettings of(Given given, Path folder) {
        Value name = given.get(Setting.UPLOAD_NAME);
        if (!name.is(Setting.AUTO) && !PlainName.isPlain(name.text())) {
            throw name.wrong(
                    "is not a plain file name",
                    "write one of at most " + PlainName.MAX_BYTES
                            + " bytes without / \\ : * ? \" < > | that does not end in .part");
        }
        return new UploadSettings(
                folder,
                name.is(Setting.AUTO) ? null : name.text(),
                given.get(Setting.UPLOAD_LIMIT).asBytes(1, MAX_BYTES),
                given.get(Setting.UPLOAD_TOTAL).asBytes(1, MAX_BYTES),
                given.get(Setting.UPLOAD_SENDERS).asInt(1, MAX_SENDERS),
                given.get(Setting.UPLOAD_FREE).asBytes(0, MAX_BYTES),
                given.get(Setting.UPLOAD_IDLE).asNanos(SECOND_NANOS, DAY_NANOS),
                ReplicaName.of(given.get(Setting.REPLICA)) != null);
    }
}
