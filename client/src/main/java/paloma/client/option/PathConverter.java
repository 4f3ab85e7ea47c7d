package paloma.client.option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import paloma.net.Printable;
import paloma.transfer.name.NameBytes;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a {@link Path} for picocli, byte for byte. */
public final class PathConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        try {
            return path(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** @throws IllegalArgumentException with a sentence about what is no path */
    public static Path path(String text) {
        try {
            return NameBytes.parse(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(Printable.quote(text) + " is not a path on this system", e);
        }
    }
}
