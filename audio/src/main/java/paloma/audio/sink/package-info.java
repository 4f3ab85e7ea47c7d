/**
 * Where sound goes: {@link paloma.audio.sink.Sinks} opens a {@link paloma.audio.sink.Sink}, which one thread pushes to
 * and whose clock paces that thread.
 */
package paloma.audio.sink;
