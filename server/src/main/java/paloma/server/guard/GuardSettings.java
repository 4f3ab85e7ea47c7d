package paloma.server.guard;

/**
 * What the guards let through. Immutable; a reload puts a new one in its place (see {@link Guards}).
 *
 * @param allowed the only sources that are served, where there is any rule
 * @param denied sources that are not served, also when allowed
 * @param unlimited sources that {@code sourceRate} and {@code answerRate} do not bind
 * @param sourceRate requests a second from one source prefix, on average
 * @param sourceBurst requests that a source prefix may send at once after a pause
 * @param answerRateBytes answer bytes a second to all sources together
 */
public record GuardSettings(
        AddressRules allowed,
        AddressRules denied,
        AddressRules unlimited,
        long sourceRate,
        long sourceBurst,
        long answerRateBytes) {
    /** Well above what a person, a script or a polite program asks; a flood gets no more than this out of us. */
    public static final long SOURCE_RATE = 20_000;

    /** Half a second's worth: a client's burst after a pause is not a flood. */
    public static final long SOURCE_BURST = 10_000;

    /** 1 Gbit/s: however many sources are forged, we reflect no more than this. */
    public static final long ANSWER_RATE_BYTES = 125_000_000;

    public static final GuardSettings DEFAULT = new GuardSettings(
            AddressRules.NONE, AddressRules.NONE, AddressRules.LOOPBACK, SOURCE_RATE, SOURCE_BURST, ANSWER_RATE_BYTES);
}
