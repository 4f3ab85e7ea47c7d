package paloma.client.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names that may be completed: of the last who spoke, came or were there. */
final class NamesHeard {
    private static final int MAX_NAMES = 200;

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
        int space = text.indexOf(' ');
        String first = space < 0 ? text : text.substring(0, space);
        String rest = text.substring(first.length());
        if (rest.equals(" is here.")) {
            add(first);
        } else if (rest.endsWith(" has left.") || rest.endsWith(" was let go.")) {
            names.remove(first);
        }
        int with = text.indexOf(", with ");
        if (with >= 0 && text.startsWith("You are ")) {
            company(text.substring(with + ", with ".length()));
        }
    }

    /** Reads {@code ana, ben and cid. /help lists the commands.} */
    private void company(String text) {
        for (String name : text.split("\\. |, | and |\\.$", MAX_NAMES)) {
            if (ChatName.isName(name)) {
                add(name);
            }
        }
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
