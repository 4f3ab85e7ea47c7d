package paloma.client.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The local table of names (hosts(5)): each line has an address, its name and its aliases. */
final class HostsFile {
    private record Row(String address, List<String> names) {}

    private final List<Row> rows = new ArrayList<>();

    HostsFile(List<String> lines) {
        for (String line : lines) {
            List<String> words = Arrays.stream(
                            line.replaceFirst("#.*", "").trim().split("\\s+"))
                    .toList();
            if (words.size() > 1) {
                rows.add(new Row(words.get(0), words.subList(1, words.size())));
            }
        }
    }

    /** Returns the IPv4 entry of a name, from all rows that have it. */
    Optional<HostEntry> byName(String name) {
        return entry(rows.stream()
                .filter(row -> row.address.indexOf(':') < 0)
                .filter(row -> row.names.stream().anyMatch(name::equalsIgnoreCase))
                .toList());
    }

    /** Returns the entry of an address, from the first row that has it. */
    Optional<HostEntry> byAddress(String address) {
        return entry(rows.stream()
                .filter(row -> row.address.equals(address))
                .limit(1)
                .toList());
    }

    private static Optional<HostEntry> entry(List<Row> found) {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String official = found.get(0).names.get(0);
        Set<String> addresses = new LinkedHashSet<>();
        List<String> aliases = new ArrayList<>();
        for (Row row : found) {
            addresses.add(row.address);
            row.names.stream().filter(alias -> !alias.equals(official)).forEach(aliases::add);
        }
        return Optional.of(new HostEntry(official, aliases, List.copyOf(addresses)));
    }
}
