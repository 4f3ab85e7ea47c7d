/**
 * Congestion control without I/O: {@link paloma.transfer.congestion.CongestionControl} is told what each acknowledgement says
 * of the path, and says how much may be in flight and how fast packets leave. One controller models the path in the manner of
 * BBR (draft-ietf-ccwg-bbr), one makes way for all others in the manner of LEDBAT (RFC 6817), and one is CUBIC (RFC 9438).
 */
package paloma.transfer.congestion;
