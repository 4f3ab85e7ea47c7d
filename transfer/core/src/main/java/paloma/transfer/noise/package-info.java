/**
 * The Noise Protocol Framework, revision 34, as far as the transfer needs it: the patterns NK and NKpsk0 over X25519,
 * AES-256-GCM and SHA-256, all of them the JDK's. Section numbers in this package are those of that document. Does no
 * I/O; what the peer sends may be anything and is never the cause of an exception.
 */
package paloma.transfer.noise;
