package paloma.audio.srtp;

/** How packets are sealed, by the names of SDP (RFC 4568, section 6.2; RFC 7714, section 14.1). */
public enum CryptoSuite {
    /** AES in counter mode, with a tag of 80 bits of HMAC-SHA1 (RFC 3711, section 4). */
    AES_CM_128_HMAC_SHA1_80(14),

    /** AES in Galois/counter mode, with a tag of 128 bits (RFC 7714). */
    AEAD_AES_128_GCM(12);

    /** Both suites have an AES key of 128 bits. */
    static final int KEY_BYTES = 16;

    private final int saltBytes;

    CryptoSuite(int saltBytes) {
        this.saltBytes = saltBytes;
    }

    int saltBytes() {
        return saltBytes;
    }
}
