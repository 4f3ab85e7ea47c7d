package paloma.server;

import paloma.transfer.keys.Fingerprint;

/**
 * What clients show their users of this server's keys.
 *
 * @param files null where no files are served
 * @param tls of the certificate's public key; null where nothing is served over TLS or DTLS
 */
record Fingerprints(Fingerprint files, Fingerprint tls) {}
