package paloma.net.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM text (RFC 7468).
 *
 * @param label such as {@code CERTIFICATE}
 * @param der what stands in the block
 */
public record Pem(String label, byte[] der) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----\\s(.*?)-----END ([A-Z0-9 ]{1,64})-----", Pattern.DOTALL);

    /** Headers of RFC 1421, which only keys under a passphrase have. */
    private static final Pattern HEADERS = Pattern.compile("^\\s*[A-Za-z0-9-]+:.*", Pattern.DOTALL);

    private static final int LINE_CHARS = 64;

    /**
     * Returns the blocks of a text in their order; what stands around them is skipped.
     *
     * @throws PemException where a block is damaged
     */
    public static List<Pem> parse(byte[] text) throws PemException {
        Matcher matcher = BLOCK.matcher(new String(text, StandardCharsets.ISO_8859_1));
        List<Pem> blocks = new ArrayList<>();
        while (matcher.find()) {
            if (!matcher.group(1).equals(matcher.group(3))) {
                throw new PemException("begins a block as " + matcher.group(1) + " and ends it as " + matcher.group(3));
            }
            blocks.add(new Pem(matcher.group(1), bytes(matcher.group(1), matcher.group(2))));
        }
        return blocks;
    }

    /** Returns the block as text, with a line end behind. */
    public String text() {
        String lines = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    private static byte[] bytes(String label, String base64) throws PemException {
        if (HEADERS.matcher(base64).matches()) {
            throw PrivateKeyPem.isEncrypted();
        }
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new PemException("has a damaged block " + label, e);
        }
    }
}
