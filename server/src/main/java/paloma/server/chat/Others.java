package paloma.server.chat;

import paloma.server.chat.message.ChatName;
import paloma.server.chat.message.Exit;
import paloma.server.chat.message.Line;

/** The other servers of a fleet, as this one speaks to them. */
interface Others {
    /** What a server alone has. */
    Others NONE = new Others() {};

    /** Returns whether they are out of reach, and whoever was there has been told. */
    default boolean areApart() {
        return false;
    }

    /** Called when somebody has come to a room, or taken another name there. */
    default void present(Member member) {}

    /** Called when somebody has gone from his room. */
    default void absent(Member member, Exit why) {}

    /** Called with what was said; returns false when nobody elsewhere hears it and nobody here knows that yet. */
    default boolean said(Room room, Line line) {
        return true;
    }

    /** Called when somebody wants a name that somebody elsewhere has. */
    default void claim(ChatName name, Room room, Member by) {}

    /** Called when somebody is about to come to a room that nobody of this server was in. */
    default void fill(Room room, long nowNanos) {}
}
