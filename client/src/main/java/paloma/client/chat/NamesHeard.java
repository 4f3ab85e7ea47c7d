package paloma.client.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names that may be completed: of the last who spoke, came or were there. */
final class NamesHeard {
    private static final int MAX_NAMES = 200;

    private static final Pattern CAME = Pattern.compile("(.+) (?:is|are) here\\.");
    private static final Pattern WENT =
            Pattern.compile("(.+?) (?:(?:has|have) left|(?:is|are) gone with another server|(?:.+ )?was let go)\\.");

    /** Of two people of one name, the other keeps it. */
    private static final Pattern RENAMED =
            Pattern.compile("(?:There were two people named [^ ]+: one|([^ ]+)) is now ([^ ]+)\\.");

    /** At an arrival, and when other servers were out of reach. */
    private static final Pattern COMPANY =
            Pattern.compile("(?:You are .+|The other servers are back), with (.+?)\\.(?: .*)?");

    private final Set<String> names = new LinkedHashSet<>();

    /** Called with everything that is shown. */
    synchronized void heard(ChatEvent event) {
        if (!event.from().isEmpty() && !event.own()) {
            add(event.from());
        }
        if (event.type() == ChatEvent.Type.notice || event.type() == ChatEvent.Type.joined) {
            noticed(event.text());
        }
    }

    synchronized List<String> all() {
        return List.copyOf(names);
    }

    private void noticed(String text) {
        Matcher came = CAME.matcher(text);
        Matcher went = WENT.matcher(text);
        Matcher renamed = RENAMED.matcher(text);
        Matcher company = COMPANY.matcher(text);
        if (came.matches()) {
            names(came.group(1)).forEach(this::add);
        } else if (went.matches()) {
            names(went.group(1)).forEach(names::remove);
        } else if (renamed.matches()) {
            names.remove(renamed.group(1));
            add(renamed.group(2));
        } else if (company.matches()) {
            names(company.group(1)).forEach(this::add);
        }
    }

    /** Reads {@code ana, ben and cid}. */
    private static List<String> names(String text) {
        return Stream.of(text.split(", | and ", MAX_NAMES))
                .filter(ChatName::isName)
                .toList();
    }

    /** The last to be heard goes last. */
    private void add(String name) {
        if (!ChatName.isName(name)) {
            return;
        }
        names.remove(name);
        names.add(name);
        if (names.size() > MAX_NAMES) {
            names.remove(names.iterator().next());
        }
    }
}
