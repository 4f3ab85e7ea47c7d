/**
 * Packet protection (RFC 9001, section 5, with the keys of a Noise handshake in place of those of TLS): every frame is
 * sealed under the number of its packet, replays are dropped, keys are renewed after a fixed count of packets.
 */
package paloma.transfer.protection;
