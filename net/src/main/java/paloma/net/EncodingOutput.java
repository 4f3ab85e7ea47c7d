package paloma.net;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Prints what the character set of the terminal lacks as <code>&#92;u00e9</code>: a question mark in its place would be
 * another name.
 */
public class EncodingOutput extends PrintStream {
    private final CharsetEncoder encoder;

    public EncodingOutput(OutputStream out, Charset charset) {
        super(out, false, charset);
        encoder = charset.equals(StandardCharsets.UTF_8) ? null : charset.newEncoder();
    }

    /** Returns the standard error of this process, in the encoding of its terminal. */
    public static EncodingOutput ofErrors() {
        return new EncodingOutput(System.err, charset("stderr"));
    }

    @Override
    public void print(String text) {
        super.print(text == null ? null : encodable(text));
    }

    /** Java 17 has no name for the encoding of a pipe but the one that it inherits; from 18 on the default is another. */
    static Charset charset(String stream) {
        return Stream.of(stream + ".encoding", "sun." + stream + ".encoding", "native.encoding")
                .map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .findFirst()
                .map(Charset::forName)
                .orElseGet(Charset::defaultCharset);
    }

    private synchronized String encodable(String text) {
        if (encoder == null || encoder.canEncode(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            String one = Character.toString(c);
            line.append(encoder.canEncode(one) ? one : Printable.code(c));
        });
        return line.toString();
    }
}
