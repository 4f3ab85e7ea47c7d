package paloma.audio.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.PcmFormat;

class MeasurementTest {
    private final Measurement measurement = new Measurement(PcmFormat.DEFAULT);

    @ParameterizedTest
    @ValueSource(doubles = {60, 440, 999.3, 1_000, 4_321, 15_000})
    void findsATone(double hertz) throws IOException {
        String json = measurement.json(tone(hertz, 0.5), 0);
        assertThat(numbers(json, "peakHz").get(0)).isBetween(hertz - 1, hertz + 1);
        List<Double> spectrum = numbers(json, "spectrum");
        assertThat(spectrum).hasSize(Measurement.BANDS);
        int loudest = spectrum.indexOf(spectrum.stream().max(Double::compare).orElseThrow());
        assertThat(loudest).isCloseTo((int) (Measurement.BANDS * Math.log(hertz / 20) / Math.log(1_000)), within(1));
        assertThat(spectrum.get(loudest)).isBetween(-8.0, -5.0);
        assertThat(numbers(json, "peak").get(0)).isBetween(-6.2, -5.9);
        assertThat(numbers(json, "rms").get(0)).isBetween(-9.3, -8.7);
        assertThat(numbers(json, "wave")).hasSize(2 * 2 * Measurement.COLUMNS).contains(50.0, -50.0);
    }

    @Test
    void silenceHasNoTone() throws IOException {
        String json = measurement.json(new short[2 * Measurement.FRAMES], 0);
        assertThat(json).contains("\"peakHz\":null");
        assertThat(numbers(json, "rms")).containsOnly(-99.0);
        assertThat(numbers(json, "spectrum")).containsOnly(-99.0);
    }

    /** Where the level only falls from the lowest bin on, no top is made up beyond the bins. */
    @Test
    void whatIsBelowAllTonesIsSaidToBeThere() throws IOException {
        short[] steady = new short[2 * Measurement.FRAMES];
        Arrays.fill(steady, (short) 20_000);
        assertThat(numbers(measurement.json(steady, 0), "peakHz").get(0)).isBetween(5.0, 17.0);
        assertThat(numbers(measurement.json(tone(3, 0.5), 0), "peakHz").get(0)).isBetween(5.0, 17.0);
    }

    private static short[] tone(double hertz, double loudness) {
        short[] samples = new short[2 * Measurement.FRAMES];
        for (int i = 0; i < Measurement.FRAMES; i++) {
            short sample = (short) Math.round(loudness * Short.MAX_VALUE * Math.sin(2 * Math.PI * hertz * i / 44_100));
            samples[2 * i] = sample;
            samples[2 * i + 1] = sample;
        }
        return samples;
    }

    /** Returns all numbers that stand under a name, or in arrays under it. */
    private static List<Double> numbers(String json, String name) throws IOException {
        List<Double> numbers = new ArrayList<>();
        try (JsonParser in = new JsonFactory().createParser(json)) {
            String field = "";
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                field = token == JsonToken.FIELD_NAME ? in.currentName() : field;
                if (token.isNumeric() && field.equals(name)) {
                    numbers.add(in.getDoubleValue());
                }
            }
        }
        return numbers;
    }
}
