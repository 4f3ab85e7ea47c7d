package paloma.audio.receive;

/** What the sender that is heard does. */
enum Presence {
    /** There was none yet. */
    NONE,

    SENDS,

    /** It has sent nothing for {@link SourceSelector#SILENT_NANOS}, so another may take its place. */
    SILENT,

    /** It has said goodbye (RFC 3550, 6.6), so another may take its place. */
    LEFT
}
