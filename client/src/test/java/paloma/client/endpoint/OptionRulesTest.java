package paloma.client.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionRulesTest {
    @ParameterizedTest
    @CsvSource({
        "--unix --tcp, --unix names a socket on this machine: remove --tcp",
        "--unix --tls, --unix names a socket on this machine: remove --tls",
        "--unix --dtls --host, --unix names a socket on this machine: remove --host and --dtls",
        "--tcp --tls, --tcp and --tls are ways of which a command takes one: leave out one of them",
        "--dtls --tls, --tls and --dtls are ways of which a command takes one: leave out one of them",
        "--tcp --dtls --tls, --tcp and --tls and --dtls are ways of which a command takes one: leave out two of them",
        "--tls-ca, '--tls-ca is of no use without --tls or --dtls: add one of them, or remove --tls-ca'",
        "--tcp --strict, '--strict is of no use without --tls or --dtls: add one of them, or remove --strict'",
        "--unix --server-key, '--server-key is of no use without --tls or --dtls: add one of them, or remove --server-key'",
        "--known-servers, '--known-servers is of no use without --tls or --dtls: add one of them, or remove --known-servers'",
        "--tls-key, '--tls-key is of no use without --tls or --dtls: add one of them, or remove --tls-key'",
        "--tls --tls-cert, --tls-cert and --tls-key belong together: add --tls-key",
        "--dtls --tls-key, --tls-cert and --tls-key belong together: add --tls-cert",
        "--psk --psk-file --tls, '--psk is of no use without --dtls: add it, or remove --psk'",
        "--psk-file --tcp, '--psk-file is of no use without --dtls: add it, or remove --psk-file'",
        "--psk --dtls, --psk and --psk-file belong together: add --psk-file",
        "--psk --psk-file --dtls --tls-ca, --psk and --tls-ca are two ways to know each other: leave one of them out",
        "--psk --psk-file --dtls --tls-cert --tls-key, --psk and --tls-cert are two ways to know each other: leave one of them out",
        "--psk --psk-file --dtls --strict, --psk and --strict are two ways to know each other: leave one of them out",
        "--tls --tls-ca --server-key, --tls-ca and --server-key are two ways to know each other: leave one of them out",
        "--dtls --tls-ca --known-servers, --tls-ca and --known-servers are two ways to know each other: leave one of them out",
    })
    void refusesInOneSentence(String given, String sentence) {
        assertThat(contradiction(given)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--host",
                "--tcp --host",
                "--unix",
                "--tls",
                "--dtls --host",
                "--tls --tls-ca",
                "--dtls --tls-ca --tls-cert --tls-key",
                "--tls --server-key --strict --known-servers",
                "--dtls --tls-cert --tls-key --strict",
                "--dtls --psk --psk-file",
                "--timeout --tries --tls"
            })
    void takesWhatGoesTogether(String given) {
        assertThat(contradiction(given)).isEmpty();
    }

    @Test
    void eachWordIsAnOption() {
        assertThat(contradiction("TEXT tls")).isEmpty();
    }

    private static String contradiction(String given) {
        return new OptionRules(Set.of(given.split(" "))).contradiction().orElse("");
    }
}
