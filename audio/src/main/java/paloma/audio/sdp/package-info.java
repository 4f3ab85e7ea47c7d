/** The description of a stream that other players want (RFC 8866): {@link paloma.audio.sdp.SessionDescription}. */
package paloma.audio.sdp;
