package paloma.client.files;

import paloma.client.trust.ServerIdentity;

/** Tells the user about the first contact with a server. */
record ReportedIdentity(ServerIdentity identity, Reporter reporter) implements ServerTrust {
    @Override
    public String refusal(byte[] serverKey) {
        return identity.refusal(serverKey);
    }

    @Override
    public void proved(byte[] serverKey) {
        identity.proved(serverKey);
    }

    @Override
    public void settle() {
        identity.settle().ifPresent(reporter::met);
    }
}
