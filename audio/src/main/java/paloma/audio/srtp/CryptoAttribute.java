package paloma.audio.srtp;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import paloma.audio.pcm.UnusableException;

/**
 * A key as a session description has it (RFC 4568, section 9.1), and as a key file does, without the tag. What would weaken
 * the seal, or needs what we do not do, is refused.
 *
 * <pre>
 * a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^31
 *          |            |              |     |   |
 *         tag         suite            |     |   packets that it may seal, if that is said
 *                                      |     key and salt in Base64
 *                                      the only way that there is
 * </pre>
 */
public final class CryptoAttribute {
    private static final String INLINE = "inline:";
    private static final String TAG = "\\d{1,9}";

    /** What is not one may be a key in the wrong place, which no sentence shows. */
    private static final String SUITE_NAME = "[A-Z0-9]{1,8}(_[A-Z0-9]{1,8}){1,6}";

    /** Session parameters that change nothing here: parity inside of the seal, and a hint for the replay window. */
    private static final String HARMLESS = "FEC_ORDER=FEC_SRTP|KDR=0|WSH=\\d+|-.*";

    /** Of a session parameter; what has small letters or digits may be a part of a key. */
    private static final String NAME = "[A-Z_]{1,24}";

    private CryptoAttribute() {}

    /** Returns the text of a key, without a tag. */
    public static String text(MasterKey key) {
        return key.suite() + " " + INLINE + Base64.getEncoder().encodeToString(key.keyAndSalt());
    }

    /**
     * Returns the first key that can be used.
     *
     * @param attributes one at least
     */
    public static MasterKey first(List<String> attributes) throws UnusableException {
        UnusableException refusal = null;
        for (String attribute : attributes) {
            try {
                return read(attribute);
            } catch (UnusableException e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        throw refusal;
    }

    /** Reads what stands behind {@code a=crypto:}, with or without its tag. The sentence of a refusal shows no key. */
    public static MasterKey read(String attribute) throws UnusableException {
        String[] words = attribute.strip().split("\\s+");
        int at = words[0].matches(TAG) ? 1 : 0;
        if (words.length < at + 2) {
            throw new UnusableException("A key is written SUITE inline:KEY; make one with paloma audio key.");
        }
        CryptoSuite suite = suite(words[at]);
        for (String parameter : Arrays.asList(words).subList(at + 2, words.length)) {
            if (!parameter.matches(HARMLESS)) {
                throw new UnusableException("The key's " + name(parameter) + " is not supported; leave it out.");
            }
        }
        return key(suite, words[at + 1]);
    }

    /** Returns a name that can be no part of a key. */
    private static String name(String parameter) {
        String name = parameter.split("=", 2)[0];
        return name.matches(NAME) ? name : "last word";
    }

    private static CryptoSuite suite(String name) throws UnusableException {
        for (CryptoSuite suite : CryptoSuite.values()) {
            if (suite.name().equalsIgnoreCase(name)) {
                return suite;
            }
        }
        String shown = name.matches(SUITE_NAME) ? name : "that is named";
        throw new UnusableException("The crypto suite " + shown + " is not supported; use "
                + CryptoSuite.AES_CM_128_HMAC_SHA1_80 + " or " + CryptoSuite.AEAD_AES_128_GCM + ".");
    }

    private static MasterKey key(CryptoSuite suite, String words) throws UnusableException {
        if (!words.regionMatches(true, 0, INLINE, 0, INLINE.length()) || words.contains(";")) {
            throw new UnusableException("One key is read, written inline:KEY; leave others out.");
        }
        String[] parts = words.substring(INLINE.length()).split("\\|", -1);
        long lifetime = PacketIndex.MAX + 1;
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            if (part.contains(":")) {
                throw new UnusableException(
                        "The key has an MKI, which is not supported; leave out what has a colon behind it.");
            }
            lifetime = lifetime(part);
        }
        return new MasterKey(suite, keyAndSalt(suite, parts[0]), lifetime);
    }

    /** Returns how many packets the key may seal (RFC 4568, section 6.1). */
    private static long lifetime(String text) throws UnusableException {
        long packets = 0;
        if (text.matches("2\\^\\d{1,2}")) {
            int bits = Integer.parseInt(text.substring(2));
            packets = bits < Long.SIZE - 1 ? 1L << bits : Long.MAX_VALUE;
        } else if (text.matches("\\d{1,18}")) {
            packets = Long.parseLong(text);
        }
        if (packets < 1 || packets > PacketIndex.MAX + 1) {
            throw new UnusableException(
                    "The key's lifetime is from 1 to 2^48 packets; leave out what stands behind |.");
        }
        return packets;
    }

    private static byte[] keyAndSalt(CryptoSuite suite, String base64) throws UnusableException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new UnusableException("The key is not in Base64; make one with paloma audio key.", e);
        }
        if (bytes.length != MasterKey.bytes(suite)) {
            throw new UnusableException("A key for " + suite + " has " + MasterKey.bytes(suite)
                    + " bytes with its salt, not " + bytes.length + "; make one with paloma audio key.");
        }
        return bytes;
    }
}
