/**
 * Puts received sound in order, estimates delays and drift, and decides which packets to ask for again. The main entry
 * is {@link paloma.audio.jitter.JitterBuffer}. Does no I/O and reads no clock; callers lock.
 */
package paloma.audio.jitter;
