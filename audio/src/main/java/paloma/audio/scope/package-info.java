/**
 * Pictures of sound as PNG files: {@link paloma.audio.scope.Picture} writes waveform, spectrum and spectrogram. Slow,
 * so never on an event loop.
 */
package paloma.audio.scope;
