package paloma.client.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a file or folder on a server. */
public final class RemoteConverter implements ITypeConverter<Remote> {
    @Override
    public Remote convert(String text) {
        try {
            return Remote.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
