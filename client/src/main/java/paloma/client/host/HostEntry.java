package paloma.client.host;

import java.util.List;

/**
 * A host as {@code struct hostent} describes it.
 *
 * @param name the official name
 * @param aliases its other names
 * @param addresses numbers, as text
 */
record HostEntry(String name, List<String> aliases, List<String> addresses) {}
