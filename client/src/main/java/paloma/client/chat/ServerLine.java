package paloma.client.chat;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a chat server. Nobody can forge another kind: a name has no {@code *}, {@code [}, {@code :} or space in it.
 *
 * <pre>
 * ana: hello, all               SAID by somebody
 * [14:02:11Z] ana: hello, all   PAST: said before one came (UTC)
 * * ben is here.                NOTICE of the server
 * * pong                        PONG, the answer to /ping
 * To join, send: 482 913        CODE for a stranger, over bare UDP
 * </pre>
 *
 * @param time null unless it is PAST
 * @param name empty unless somebody said it
 * @param text what was said or noticed, the digits of a code, or the whole of what is ODD
 */
record ServerLine(Kind kind, LocalTime time, String name, String text) {
    enum Kind {
        SAID,
        PAST,
        NOTICE,
        PONG,
        CODE,
        /** None of these, from a server that is no chat or is of another time. */
        ODD
    }

    private static final String NOTICE = "* ";
    private static final String PONG = "* pong";
    private static final Pattern CODE = Pattern.compile("To join, send: ([0-9]{3}) ?([0-9]{3})");
    private static final Pattern PAST = Pattern.compile("\\[([0-9]{2}:[0-9]{2}:[0-9]{2})Z] ");

    static ServerLine parse(String line) {
        if (line.equals(PONG)) {
            return bare(Kind.PONG, "");
        }
        if (line.startsWith(NOTICE)) {
            return bare(Kind.NOTICE, line.substring(NOTICE.length()));
        }
        Matcher code = CODE.matcher(line);
        if (code.matches()) {
            return bare(Kind.CODE, code.group(1) + code.group(2));
        }
        Matcher past = PAST.matcher(line);
        return past.lookingAt() ? past(line, past) : said(Kind.SAID, null, line, line);
    }

    /** Returns whether a person said it. */
    boolean isSpoken() {
        return kind == Kind.SAID || kind == Kind.PAST;
    }

    private static ServerLine past(String line, Matcher past) {
        try {
            return said(Kind.PAST, LocalTime.parse(past.group(1)), line.substring(past.end()), line);
        } catch (DateTimeException e) {
            return bare(Kind.ODD, line);
        }
    }

    private static ServerLine said(Kind kind, LocalTime time, String spoken, String line) {
        int colon = spoken.indexOf(": ");
        return colon > 0 && ChatName.isName(spoken.substring(0, colon))
                ? new ServerLine(kind, time, spoken.substring(0, colon), spoken.substring(colon + 2))
                : bare(Kind.ODD, line);
    }

    private static ServerLine bare(Kind kind, String text) {
        return new ServerLine(kind, null, "", text);
    }
}
