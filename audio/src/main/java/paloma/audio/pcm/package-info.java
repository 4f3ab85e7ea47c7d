/** Signed 16-bit samples: their format ({@link paloma.audio.pcm.PcmFormat}), their bytes, and WAV files. */
package paloma.audio.pcm;
