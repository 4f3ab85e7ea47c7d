package paloma.client.tls;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import paloma.net.Printable;

/**
 * For whom a certificate is: its subjectAltNames, as RFC 6125 reads them. The common name of the subject says nothing.
 *
 * @param dns names in lower case, perhaps with {@code *} for the first label
 * @param addresses as Java has them
 */
record CertificateNames(List<String> dns, List<byte[]> addresses) {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;
    private static final int MAX_SHOWN = 5;

    static CertificateNames of(X509Certificate certificate) {
        List<String> dns = new ArrayList<>();
        List<byte[]> addresses = new ArrayList<>();
        for (List<?> name : names(certificate)) {
            int type = (Integer) name.get(0);
            if (type == DNS) {
                dns.add(((String) name.get(1)).toLowerCase(Locale.ROOT));
            } else if (type == ADDRESS) {
                byte[] address = NetUtil.createByteArrayFromIpAddressString((String) name.get(1));
                if (address != null) {
                    addresses.add(address);
                }
            }
        }
        return new CertificateNames(dns, addresses);
    }

    /** @param host in lower case; an address is only an address, and a name only a name */
    boolean isFor(String host) {
        byte[] address = host.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(host) : null;
        return address == null
                ? dns.stream().anyMatch(name -> covers(name, host))
                : addresses.stream().anyMatch(one -> Arrays.equals(one, address));
    }

    /** {@code *} stands for one label that is not the last but one. */
    private static boolean covers(String name, String host) {
        if (!name.startsWith("*.")) {
            return name.equals(host);
        }
        String domain = name.substring(1);
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(domain) && domain.indexOf('.', 1) > 0;
    }

    @Override
    public String toString() {
        List<String> all = new ArrayList<>(dns);
        addresses.forEach(address -> all.add(text(address)));
        if (all.isEmpty()) {
            return "no name at all";
        }
        String shown = all.stream().limit(MAX_SHOWN).map(Printable::quote).collect(Collectors.joining(", "));
        return all.size() > MAX_SHOWN ? shown + " and " + (all.size() - MAX_SHOWN) + " more" : shown;
    }

    private static String text(byte[] address) {
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Netty has found an address of a wrong length", e);
        }
    }

    private static Iterable<List<?>> names(X509Certificate certificate) {
        try {
            return certificate.getSubjectAlternativeNames() == null
                    ? List.of()
                    : certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
