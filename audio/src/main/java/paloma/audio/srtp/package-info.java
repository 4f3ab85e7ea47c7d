/** SRTP and SRTCP (RFC 3711, RFC 7714): keys, and what seals and opens packets under them. Passive; no I/O but for key files. */
package paloma.audio.srtp;
