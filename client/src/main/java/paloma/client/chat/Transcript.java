package paloma.client.chat;

import java.util.List;
import java.util.function.Consumer;
import paloma.client.chat.ChatEvent.Type;

/** What is shown of what a server says, in the order in which it was said. */
final class Transcript {
    private final ChatView view;
    private final Settling settling;
    private final Consumer<String> ownLines;
    private final Membership self = new Membership();
    private final MissedLines missed = new MissedLines();
    private String nameBefore = "";
    private boolean isSettled;
    private boolean isReturning;

    /** @param ownLines told of each line of one's own that a server has shown */
    Transcript(ChatView view, Settling settling, Consumer<String> ownLines) {
        this.view = view;
        this.settling = settling;
        this.ownLines = ownLines;
    }

    Membership self() {
        return self;
    }

    void spoken(ServerLine line) {
        if (isReturning) {
            missed.add(line);
        } else if (settling.isHere(self)) {
            show(line);
        }
    }

    void notice(String text) {
        if (self.joins(text)) {
            joined(text);
            return;
        }
        self.learn(text);
        boolean renamed = self.renames(text);
        if (renamed && isSettled) {
            settling.wantName(self.name());
        }
        if (renamed && !isReturning) {
            view.show(new ChatEvent(Type.named, self.room(), self.name(), null, text, false));
        } else if (!isReturning) {
            tell(Type.notice, text);
        }
    }

    /** Shows something that no person said. */
    void tell(Type type, String text) {
        view.show(new ChatEvent(type, self.room(), "", null, text, false));
    }

    /** Called when one is in one's room: from now on one is where one goes. */
    void settled() {
        isSettled = true;
        settling.wantRoom(self.room());
    }

    /** Called when the line is gone, or before there was one. */
    void left() {
        if (isSettled) {
            isSettled = false;
            isReturning = true;
            nameBefore = self.name();
        }
        self.forget();
        missed.forgetHistory();
    }

    /** Shows what was said meanwhile, under {@code words} about the absence. */
    void back(String words) {
        isReturning = false;
        List<ServerLine> lines = missed.missed();
        String told = words + (missed.isWhole() ? whole(lines.size()) : partial(lines.size()));
        view.show(new ChatEvent(Type.back, self.room(), self.name(), null, told, false));
        missed.forgetHistory();
        lines.forEach(this::show);
    }

    private static String whole(int lines) {
        return switch (lines) {
            case 0 -> "; nothing was said meanwhile.";
            case 1 -> "; one line was said meanwhile:";
            default -> "; " + lines + " lines were said meanwhile:";
        };
    }

    private static String partial(int lines) {
        return lines == 0
                ? "; the server remembers nothing of what was said."
                : "; this is what the server remembers, and more may have been said:";
    }

    private void joined(String text) {
        if (isReturning) {
            missed.forgetHistory();
            return;
        }
        if (isSettled && !settling.isHere(self)) {
            missed.forget();
            settling.wantRoom(self.room());
        }
        if (settling.isHere(self)) {
            view.show(new ChatEvent(Type.joined, self.room(), self.name(), null, text, false));
        }
    }

    private void show(ServerLine line) {
        boolean past = line.kind() == ServerLine.Kind.PAST;
        boolean own = line.name().equals(self.name()) || past && line.name().equals(nameBefore);
        missed.seen(line.name(), line.text());
        if (own) {
            ownLines.accept(line.text());
        }
        Type type = past ? Type.history : Type.line;
        view.show(new ChatEvent(type, self.room(), line.name(), line.time(), line.text(), own));
    }
}
