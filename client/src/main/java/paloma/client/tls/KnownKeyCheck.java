package paloma.client.tls;

import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import paloma.client.trust.Contact;
import paloma.client.trust.ServerIdentity;
import paloma.client.trust.ServerKey;
import paloma.transfer.Sha256;

/** Takes the key that was met before, at the first contact any; names, dates and signatures do not count. */
public record KnownKeyCheck(ServerIdentity identity, Consumer<String> tell) implements CertificateCheck {
    @Override
    public String refusal(X509Certificate[] chain, String authType) {
        return identity.refusal(key(chain[0]));
    }

    @Override
    public void proved(X509Certificate own) {
        identity.proved(key(own));
        identity.settle().map(Contact::sentence).filter(said -> !said.isEmpty()).ifPresent(tell);
    }

    static ServerKey key(X509Certificate certificate) {
        byte[] subjectPublicKeyInfo = certificate.getPublicKey().getEncoded();
        return ServerKey.ofTls(Sha256.of(subjectPublicKeyInfo, subjectPublicKeyInfo.length));
    }
}
