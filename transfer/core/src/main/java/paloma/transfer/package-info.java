/**
 * The transfer of one file over datagrams, without I/O: a {@link paloma.transfer.Sender} and a
 * {@link paloma.transfer.Receiver} that are told the time and what arrived, and say what to send and when to wake them.
 * Reliability is that of QUIC (RFC 9000, RFC 9002); the wire is in {@code docs/wire.md}.
 */
package paloma.transfer;
