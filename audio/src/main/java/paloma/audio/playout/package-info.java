/**
 * From the jitter buffer to the sink: {@link paloma.audio.playout.Playout} is pulled block by block by the playing
 * thread; it chooses the latency, conceals gaps and follows the sender's clock. Does no I/O and reads no clock.
 */
package paloma.audio.playout;
