package paloma.audio.receive;

import java.util.concurrent.TimeUnit;

/** What a person is told of who sends: that one is heard, has fallen silent, has left or is back. Reads no clock. */
final class SenderNews {
    /** Between sentences on the average: somebody who comes and goes with each packet is not told with each. */
    private static final long SPACING_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Sentences that are told without that. */
    private static final int BURST = 6;

    private String toldAddress;
    private Presence told = Presence.NONE;

    /** From when on the next sentence may be told, if there were no burst. */
    private long nextNanos;

    /** Returns the sentence that is due, or null. */
    String of(String address, Presence presence, long now) {
        boolean isNews = presence != Presence.NONE && (presence != told || !address.equals(toldAddress));
        if (!isNews || !mayTell(now)) {
            return null;
        }
        String sentence = sentence(address, presence);
        toldAddress = address;
        told = presence;
        return sentence;
    }

    private boolean mayTell(long now) {
        long ahead = told == Presence.NONE ? 0 : Math.max(0, nextNanos - now);
        if (ahead > BURST * SPACING_NANOS) {
            return false;
        }
        nextNanos = now + ahead + SPACING_NANOS;
        return true;
    }

    private String sentence(String address, Presence presence) {
        boolean isBack = address.equals(toldAddress);
        return switch (presence) {
            case NONE -> null;
            case SENDS -> isBack ? address + " sends again." : "Playing what " + address + " sends.";
            case SILENT -> address + " has sent nothing to play for 2 s.";
            case LEFT -> address + " has ended its stream.";
        };
    }
}
