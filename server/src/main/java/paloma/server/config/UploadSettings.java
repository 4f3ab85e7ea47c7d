package paloma.server.config;

import java.nio.charset.StandardCharsets;

/**
 * The limits of upload.
 *
 * @param name one fixed name for what is uploaded, or null for names made from time and sender
 * @param limitBytes of one upload
 * @param totalBytes of all uploads together
 * @param senders that may upload at once: each has an open file
 * @param freeBytes disk space that is left free
 * @param idleNanos after which a silent sender has gone away
 */
public record UploadSettings(
        String name, long limitBytes, long totalBytes, int senders, long freeBytes, long idleNanos) {
    private static final long MAX_BYTES = 1L << 50;

    /** 1,024 open files are what a process may have on many systems. */
    private static final int MAX_SENDERS = 100_000;

    private static final int MAX_NAME_BYTES = 200;
    private static final long MILLI = 1_000_000L;
    private static final long DAY = 86_400_000_000_000L;

    static UploadSettings of(Given given) {
        Value name = given.get(Setting.UPLOAD_NAME);
        return new UploadSettings(
                name.isEmpty() ? null : fileName(name),
                given.get(Setting.UPLOAD_LIMIT).asBytes(1, MAX_BYTES),
                given.get(Setting.UPLOAD_TOTAL).asBytes(1, MAX_BYTES),
                given.get(Setting.UPLOAD_SENDERS).asInt(1, MAX_SENDERS),
                given.get(Setting.UPLOAD_FREE).asBytes(0, MAX_BYTES),
                given.get(Setting.UPLOAD_IDLE).asNanos(100 * MILLI, DAY));
    }

    private static String fileName(Value name) {
        String text = name.text();
        boolean good = !text.startsWith(".") && text.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            good &= c != '/' && c != '\\' && c != ':' && !Character.isISOControl(c);
        }
        if (!good) {
            throw name.wrong(
                    "is no plain file name", "write one without folders, colons or a dot in front, such as upload.bin");
        }
        return text;
    }
}
