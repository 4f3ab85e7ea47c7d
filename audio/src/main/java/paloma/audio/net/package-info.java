/** The UDP sockets of audio, each on one event loop, and the addresses that people write for them. */
package paloma.audio.net;
