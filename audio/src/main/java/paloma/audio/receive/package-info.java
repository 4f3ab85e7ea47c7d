/**
 * The command {@code receive}: {@link paloma.audio.receive.AudioReceiver} joins its socket, on an event loop, to its
 * sink, on the playing thread; they meet in {@link paloma.audio.receive.Stream}.
 */
package paloma.audio.receive;
