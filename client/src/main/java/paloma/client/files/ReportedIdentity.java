package paloma.client.files;

import paloma.client.trust.ServerIdentity;
import paloma.client.trust.ServerKey;

/** Tells the user about the first contact with a server. */
record ReportedIdentity(ServerIdentity identity, Reporter reporter) implements ServerTrust {
    @Override
    public String refusal(byte[] serverKey) {
        return identity.refusal(ServerKey.ofFiles(serverKey));
    }

    @Override
    public void proved(byte[] serverKey) {
        identity.proved(ServerKey.ofFiles(serverKey));
    }

    @Override
    public void settle() {
        identity.settle().ifPresent(reporter::met);
    }
}
