package paloma.client.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Which options of a connection contradict each other, and which need another one. */
public final class OptionRules {
    private static final List<String> WAYS = List.of("--tcp", "--tls", "--dtls");
    private static final List<String> KEYS = List.of("--server-key", "--strict", "--known-servers");
    private static final List<String> CERTIFICATE = List.of("--tls-cert", "--tls-key");
    private static final List<String> SHARED_KEY = List.of("--psk", "--psk-file");

    private final Set<String> given;

    /** @param given the names of the options of the command line */
    OptionRules(Set<String> given) {
        this.given = given;
    }

    /** Rejects options of the command that contradict each other. */
    public static void check(CommandLine command) {
        new OptionRules(command.getParseResult().matchedOptions().stream()
                        .map(OptionSpec::longestName)
                        .collect(Collectors.toSet()))
                .contradiction()
                .ifPresent(sentence -> {
                    throw new ParameterException(command, sentence);
                });
    }

    /** Returns a sentence about the first rule that is broken, without its full stop. */
    Optional<String> contradiction() {
        return elsewhere()
                .or(this::twoWays)
                .or(() -> needs(KEYS, WAYS.subList(1, 3)))
                .or(() -> needs(CERTIFICATE, WAYS.subList(1, 3)))
                .or(() -> needs(List.of("--tls-ca"), WAYS.subList(1, 3)))
                .or(() -> needs(SHARED_KEY, List.of("--dtls")))
                .or(() -> together(CERTIFICATE))
                .or(() -> together(SHARED_KEY))
                .or(this::twoProofs);
    }

    private Optional<String> elsewhere() {
        List<String> others = new ArrayList<>(List.of("--host"));
        others.addAll(WAYS);
        others.retainAll(given);
        return given.contains("--unix") && !others.isEmpty()
                ? Optional.of("--unix names a socket on this machine: remove " + String.join(" and ", others))
                : Optional.empty();
    }

    private Optional<String> twoWays() {
        List<String> ways = WAYS.stream().filter(given::contains).toList();
        return ways.size() < 2
                ? Optional.empty()
                : Optional.of(String.join(" and ", ways) + " are ways of which a command takes one: leave out "
                        + (ways.size() == 2 ? "one of them" : "two of them"));
    }

    private Optional<String> needs(List<String> options, List<String> wanted) {
        return wanted.stream().anyMatch(given::contains)
                ? Optional.empty()
                : options.stream()
                        .filter(given::contains)
                        .findFirst()
                        .map(option -> option + " is of no use without " + String.join(" or ", wanted) + ": add "
                                + (wanted.size() == 1 ? "it" : "one of them") + ", or remove " + option);
    }

    private Optional<String> together(List<String> pair) {
        List<String> missing = pair.stream().filter(one -> !given.contains(one)).toList();
        return missing.size() == 1
                ? Optional.of(String.join(" and ", pair) + " belong together: add " + missing.get(0))
                : Optional.empty();
    }

    private Optional<String> twoProofs() {
        return conflict("--psk", CERTIFICATE)
                .or(() -> conflict("--psk", List.of("--tls-ca")))
                .or(() -> conflict("--psk", KEYS))
                .or(() -> conflict("--tls-ca", KEYS));
    }

    private Optional<String> conflict(String one, List<String> others) {
        return given.contains(one)
                ? others.stream()
                        .filter(given::contains)
                        .findFirst()
                        .map(other -> one + " and " + other + " are two ways to know each other: leave one of them out")
                : Optional.empty();
    }
}
