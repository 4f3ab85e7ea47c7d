/** Session descriptions (RFC 8866) of sound: {@link paloma.audio.sdp.SdpReader} reads them, {@link paloma.audio.sdp.SdpWriter} writes them. */
package paloma.audio.sdp;
