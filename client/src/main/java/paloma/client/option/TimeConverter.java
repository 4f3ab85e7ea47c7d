package paloma.client.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a time into nanoseconds. */
public final class TimeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return Quantity.nanos(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
