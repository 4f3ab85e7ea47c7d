package paloma.audio.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.spectrum.Spectrum;
import paloma.web.Json;

/** Measures a stretch of sound for a page: levels, waveform and spectrum. Not for several threads. */
final class Measurement {
    /** 93 ms at 44.1 kHz: tones that are 11 Hz apart differ. */
    static final int FRAMES = 4_096;

    static final int BANDS = 128;
    static final int COLUMNS = 200;

    private static final double FULL_SCALE = 32_768;
    private static final double SILENCE_DB = -99;
    private static final double LOWEST_HZ = 20;
    private static final double HIGHEST_HZ = 20_000;

    private final PcmFormat format;
    private final Spectrum spectrum = new Spectrum(FRAMES);
    private final float[] mono = new float[FRAMES];

    Measurement(PcmFormat format) {
        this.format = format;
    }

    /** @param samples {@value #FRAMES} frames */
    String json(short[] samples, long unixMillis) {
        double[] power = power(samples);
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("type", "sound");
            out.writeNumberField("at", unixMillis);
            out.writeArrayFieldStart("channels");
            for (int channel = 0; channel < format.channels(); channel++) {
                writeChannel(out, samples, channel);
            }
            out.writeEndArray();
            writeBands(out, power);
            writePeak(out, power);
            out.writeEndObject();
        });
    }

    private double[] power(short[] samples) {
        int channels = format.channels();
        for (int i = 0; i < FRAMES; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += samples[i * channels + channel];
            }
            mono[i] = (float) (sum / (channels * FULL_SCALE));
        }
        double[] power = new double[spectrum.bins()];
        spectrum.add(mono, 0, power);
        return power;
    }

    private void writeChannel(JsonGenerator out, short[] samples, int channel) throws IOException {
        double squares = 0;
        int peak = 0;
        for (int i = 0; i < FRAMES; i++) {
            int sample = samples[i * format.channels() + channel];
            squares += (double) sample * sample;
            peak = Math.max(peak, Math.abs(sample));
        }
        out.writeStartObject();
        out.writeNumberField("rms", decibels(Math.sqrt(squares / FRAMES) / FULL_SCALE));
        out.writeNumberField("peak", decibels(peak / FULL_SCALE));
        out.writeArrayFieldStart("wave");
        for (int column = 0; column < COLUMNS; column++) {
            writeColumn(out, samples, channel, column);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** The least and the greatest sample, in hundredths of full scale: so little is seen. */
    private void writeColumn(JsonGenerator out, short[] samples, int channel, int column) throws IOException {
        int least = Short.MAX_VALUE;
        int greatest = Short.MIN_VALUE;
        for (int i = column * FRAMES / COLUMNS; i < (column + 1) * FRAMES / COLUMNS; i++) {
            int sample = samples[i * format.channels() + channel];
            least = Math.min(least, sample);
            greatest = Math.max(greatest, sample);
        }
        out.writeNumber((int) Math.round(100 * least / FULL_SCALE));
        out.writeNumber((int) Math.round(100 * greatest / FULL_SCALE));
    }

    /** The greatest power of each band; a band between two bins has that of the nearer. */
    private void writeBands(JsonGenerator out, double[] power) throws IOException {
        out.writeArrayFieldStart("spectrum");
        for (int band = 0; band < BANDS; band++) {
            int first = bin(hertz(band));
            int last = Math.max(first, bin(hertz(band + 1)) - 1);
            double most = 0;
            for (int bin = first; bin <= Math.min(last, power.length - 1); bin++) {
                most = Math.max(most, power[bin]);
            }
            out.writeNumber(Math.round(Math.max(SILENCE_DB, Spectrum.decibels(most))));
        }
        out.writeEndArray();
    }

    /** The frequency of the strongest tone, between the bins by a parabola through their levels. */
    private void writePeak(JsonGenerator out, double[] power) throws IOException {
        int peak = 1;
        for (int bin = 1; bin < power.length - 1; bin++) {
            peak = power[bin] > power[peak] ? bin : peak;
        }
        out.writeFieldName("peakHz");
        if (Spectrum.decibels(power[peak]) <= SILENCE_DB) {
            out.writeNull();
            return;
        }
        double left = Spectrum.decibels(Math.max(Double.MIN_NORMAL, power[peak - 1]));
        double middle = Spectrum.decibels(power[peak]);
        double right = Spectrum.decibels(Math.max(Double.MIN_NORMAL, power[peak + 1]));
        double bend = left - 2 * middle + right;
        // Below the lowest bin may be more yet: there is no top between them then.
        double off = bend < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * bend))) : 0;
        out.writeNumber(Math.round(10 * (peak + off) * format.rate() / FRAMES) / 10.0);
    }

    private int bin(double hertz) {
        return (int) Math.max(1, Math.round(hertz * FRAMES / format.rate()));
    }

    private static double hertz(int band) {
        return LOWEST_HZ * Math.pow(HIGHEST_HZ / LOWEST_HZ, (double) band / BANDS);
    }

    private static double decibels(double share) {
        return Math.round(10 * Math.max(SILENCE_DB, 20 * Math.log10(Math.max(1e-6, share)))) / 10.0;
    }
}
