package paloma.audio.sdp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import paloma.audio.pcm.FileReason;
import paloma.audio.pcm.UnusableException;
import paloma.audio.rtp.StreamFormat;
import paloma.net.Printable;

/** Reads a session description (RFC 8866) and takes from it the first stream of sound that we can play. */
public final class SdpReader {
    /** No description is longer; whatever else is named by mistake is not read to its end. */
    static final int MAX_BYTES = 65_536;

    /** So many formats are named of those that we cannot play. */
    private static final int MAX_NAMED = 4;

    /** And so much of each. */
    private static final int MAX_NAME = 60;

    /** Whatever stands before is no part of it, such as a byte order mark, or what ffmpeg prints. */
    private static final Pattern BEGIN = Pattern.compile("(?m)(?:^|\\A\u00ef\u00bb\u00bf)[ \\t]*+v=0[ \\t]*+$");

    private SdpReader() {}

    /** Reads a file, or standard input for {@code -}. */
    public static SessionDescription read(String name, InputStream standardInput) throws UnusableException {
        boolean isStandard = name.equals("-");
        String quoted = isStandard ? "standard input" : Printable.quote(name);
        try (InputStream file = isStandard ? InputStream.nullInputStream() : Files.newInputStream(Path.of(name))) {
            return parse(quoted, bytes(quoted, isStandard ? standardInput : file));
        } catch (IOException e) {
            throw unreadable(quoted, FileReason.of(e), e);
        } catch (InvalidPathException e) {
            throw unreadable(quoted, "that is no name of a file", e);
        }
    }

    private static UnusableException unreadable(String quoted, String reason, Exception e) {
        return new UnusableException(
                quoted + " cannot be read (" + reason + "); name a file that holds a session description.", e);
    }

    private static byte[] bytes(String name, InputStream in) throws IOException, UnusableException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new UnusableException(
                    "What is in " + name + " is longer than " + MAX_BYTES + " bytes, so it is no session description.");
        }
        return bytes;
    }

    /** Reads the bytes of a description that came from {@code name}. */
    static SessionDescription parse(String name, byte[] bytes) throws UnusableException {
        List<Media> all = media(SdpLine.of(text(name, bytes)));
        for (Media media : all) {
            SessionDescription stream = media.stream();
            if (stream != null) {
                return stream;
            }
        }
        throw new UnusableException(
                "There is no sound in " + name + " that paloma plays: " + contents(all) + "; it takes L16 and"
                        + " L24 by RTP, " + StreamFormat.MIN_RATE + " to " + StreamFormat.MAX_RATE + " Hz, 1 to "
                        + StreamFormat.MAX_CHANNELS + " channels.");
    }

    private static String text(String name, byte[] bytes) throws UnusableException {
        String text = new String(bytes, ISO_8859_1);
        Matcher begin = BEGIN.matcher(text);
        if (!begin.find()) {
            throw new UnusableException("What is in " + name + " is no session description: those begin with v=0.");
        }
        return text.substring(begin.start());
    }

    private static List<Media> media(List<SdpLine> lines) {
        List<SdpLine> session = new ArrayList<>();
        List<Media> all = new ArrayList<>();
        for (SdpLine line : lines) {
            if (line.type() == 'm') {
                all.add(new Media(line, session));
            } else if (all.isEmpty()) {
                session.add(line);
            } else {
                all.get(all.size() - 1).add(line);
            }
        }
        return all;
    }

    private static String contents(List<Media> all) {
        List<String> named = all.stream()
                .filter(Media::isAudio)
                .flatMap(media -> media.contents().stream().map(one -> one + " by " + media.transport()))
                .limit(MAX_NAMED)
                .map(one -> Printable.quote(one.substring(0, Math.min(one.length(), MAX_NAME))))
                .collect(Collectors.toList());
        return named.isEmpty() ? "it has no m=audio line" : "it holds " + String.join(", ", named);
    }
}
