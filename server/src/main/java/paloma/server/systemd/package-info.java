/** What systemd wants to hear. */
package paloma.server.systemd;
