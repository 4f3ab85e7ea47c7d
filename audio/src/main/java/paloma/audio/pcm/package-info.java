/**
 * Signed 16-bit samples: their format ({@link paloma.audio.pcm.PcmFormat}), another one
 * ({@link paloma.audio.pcm.FormatConverter}), their bytes, and WAV files.
 */
package paloma.audio.pcm;
