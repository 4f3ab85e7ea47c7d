package paloma.audio.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;

/** What a file or stream is, as its first bytes tell; what begins like none of these may be bare samples. */
enum FileKind {
    WAV("a WAV file", "RIFF.{4}WAVE"),
    AVI("an AVI file", "RIFF.{4}AVI "),
    RF64("an RF64 file", "(RF64|BW64).*"),
    W64("a W64 file", "riff\\x2e\\x91\\xcf\\x11.*"),
    RIFX("a RIFX file", "RIFX.*"),
    AIFF("an AIFF file", "FORM.{4}AIF[FC]"),
    AU("an AU file", "\\.snd\\x00\\x00.*"),
    CAF("a CAF file", "caff\\x00.*"),
    FLAC("a FLAC file", "fLaC.*"),
    OGG("an Ogg file", "OggS\\x00.*"),
    MP3("an MP3 file", "ID3[\\x02-\\x04].*"),
    MP4("an MP4 file", ".{4}ftyp.*"),
    MATROSKA("a Matroska file", "\\x1a\\x45\\xdf\\xa3.*"),
    EMPTY("empty", ""),
    UNKNOWN("not a WAV file", ".*");

    /** As many as are needed to tell. */
    static final int HEAD_BYTES = 12;

    private final String words;
    private final Pattern head;

    FileKind(String words, String head) {
        this.words = words;
        this.head = Pattern.compile(head, Pattern.DOTALL);
    }

    /** @param head the first {@link #HEAD_BYTES}, or all if there are fewer */
    static FileKind of(byte[] head) {
        String text = new String(head, ISO_8859_1);
        for (FileKind kind : values()) {
            if (kind.head.matcher(text).matches()) {
                return kind;
            }
        }
        throw new AssertionError(text);
    }

    /** Returns what to call it, such as "a FLAC file". */
    String words() {
        return words;
    }
}
