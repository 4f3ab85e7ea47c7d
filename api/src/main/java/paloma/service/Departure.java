package paloma.service;

/** Why a {@link Peer} has gone. */
public enum Departure {
    /** He ended it, his connection ended, or the service dismissed him. */
    LEFT,

    /** Nothing was heard from him for longer than the server waits. */
    SILENT,

    /** The server let him go: he does not read, a guard refuses him, the service failed, or the server stops. */
    REFUSED
}
