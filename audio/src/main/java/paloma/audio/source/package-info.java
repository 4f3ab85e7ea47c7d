/**
 * Where sound comes from: {@link paloma.audio.source.Sources} opens a {@link paloma.audio.source.Source}, which one
 * thread pulls and which may block.
 */
package paloma.audio.source;
