package paloma.audio.scope;

import java.awt.image.BufferedImage;
import paloma.audio.spectrum.Spectrum;

/** Level over time (to the right) and frequency (upwards, octaves equally high), as colours; all channels together. */
final class Spectrogram {
    static final double FLOOR_DECIBELS = -110;

    private static final int MAX_SIZE = 4_096;

    private final Sound sound;
    private final int size;
    private final Spectrum spectrum;

    Spectrogram(Sound sound) {
        this.sound = sound;
        this.size = Spectrum.sizeFor(sound.frames() / 4, MAX_SIZE);
        this.spectrum = new Spectrum(size);
    }

    BufferedImage image(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            double[] power = power((int) ((x + 0.5) / width * sound.frames()));
            for (int y = 0; y < height; y++) {
                double level = Spectrum.decibels(between(power, bin(y + 1, height), bin(y, height)));
                image.setRGB(x, y, Heat.colour(1 - level / FLOOR_DECIBELS));
            }
        }
        return image;
    }

    private double[] power(int middle) {
        double[] power = new double[spectrum.bins()];
        for (float[] channel : sound.channels()) {
            spectrum.add(channel, middle - size / 2, power);
        }
        for (int bin = 0; bin < power.length; bin++) {
            power[bin] /= sound.channels().length;
        }
        return power;
    }

    /** Returns the place among the bins of a row's upper edge, counted from the top. */
    private double bin(int row, int height) {
        double top = sound.rate() / 2.0;
        double hertz = top * Math.pow(Charts.LOW_HERTZ / top, (double) row / height);
        return hertz * size / sound.rate();
    }

    /** Takes the highest of the bins in a row, or, where a bin is wider than a row, what lies between two. */
    private static double between(double[] power, double low, double high) {
        double most = at(power, (low + high) / 2);
        for (int bin = (int) Math.ceil(low); bin <= high && bin < power.length; bin++) {
            most = Math.max(most, power[bin]);
        }
        return most;
    }

    private static double at(double[] power, double place) {
        int bin = Math.min((int) place, power.length - 2);
        double share = Math.min(1, place - bin);
        return power[bin] * (1 - share) + power[bin + 1] * share;
    }
}
