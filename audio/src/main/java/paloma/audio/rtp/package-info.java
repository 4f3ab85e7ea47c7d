/** The bytes of RTP and RTCP (RFC 3550): no channel, no clock, no state. Hostile bytes are read as null, never thrown at. */
package paloma.audio.rtp;
