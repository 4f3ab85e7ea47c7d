package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a receiver recorded and printed, beside what was sent to it: samples of stereo, interleaved. */
record Received(short[] sent, String senderSaid, short[] heard, String said) {
    /** Bare samples that come late are held until the next ones tell why, and the last ones for ever. */
    static final long HELD_RAW_PACKETS = 16;

    private static final Pattern SENT = Pattern.compile("Sent [\\d.]+ s in (\\d+) packets, ");
    private static final Pattern PACKETS =
            Pattern.compile("(\\d+) packets, (\\d+) lost for good, .* (\\d+) duplicate;");

    /** Returns whether the machine took sound away from the receiver. */
    boolean stoodStill() {
        return said.contains("This program stood still");
    }

    /** Returns the most frames in a row that were heard as they were sent. */
    int exactFrames() {
        return Heard.longestPiece(sent, heard);
    }

    /** Returns whether anything was heard, changed or not: bare samples that come late are moved and stretched. */
    boolean isSound() {
        for (short sample : heard) {
            if (sample != 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many packets our sender has sent, those apart that it sent again. */
    long sentPackets() {
        return number(SENT, senderSaid, 1);
    }

    long packets() {
        return number(PACKETS, said, 1);
    }

    /** Returns how many packets came, each counted once: some are asked for too early on a busy machine, and come twice. */
    long distinctPackets() {
        return packets() - number(PACKETS, said, 3);
    }

    long lostPackets() {
        return number(PACKETS, said, 2);
    }

    private static long number(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Long.parseLong(matcher.group(group));
    }
}
