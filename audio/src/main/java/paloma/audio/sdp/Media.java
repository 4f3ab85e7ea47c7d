package paloma.audio.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;

/** One {@code m=} line with the lines that belong to it (RFC 8866, 5.14). */
final class Media {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_TTL = 255;
    private static final double MAX_PACKET_MILLIS = 1_000;
    private static final Set<String> OPEN = Set.of("RTP/AVP", "RTP/AVPF");
    private static final Set<String> SEALED = Set.of("RTP/SAVP", "RTP/SAVPF");

    private final String[] words;
    private final List<SdpLine> session;
    private final List<SdpLine> lines = new ArrayList<>();
    private final Map<String, String> rtpmaps = new HashMap<>();

    /** @param session the lines before the first {@code m=}, which count where there is none here */
    Media(SdpLine line, List<SdpLine> session) {
        this.words = line.words();
        this.session = session;
    }

    void add(SdpLine more) {
        lines.add(more);
        String map = more.attribute("rtpmap");
        String[] parts = map == null ? new String[0] : map.split("\\s+", 2);
        if (parts.length == 2) {
            rtpmaps.putIfAbsent(parts[0], parts[1].strip());
        }
    }

    boolean isAudio() {
        return word(0).equalsIgnoreCase("audio");
    }

    /** Returns the stream if it is one of L16 or L24 that is not switched off, or null. */
    SessionDescription stream() {
        int port = number(word(1).split("/", 2)[0], MAX_PORT);
        if (!isAudio() || port <= 0 || !(OPEN.contains(transport()) || SEALED.contains(transport()))) {
            return null;
        }
        for (int i = 3; i < words.length; i++) {
            int payloadType = number(word(i), PayloadTypes.LAST);
            StreamFormat format = payloadType < 0 ? null : format(payloadType);
            if (format != null) {
                return stream(port, payloadType, format);
            }
        }
        return null;
    }

    private SessionDescription stream(int port, int payloadType, StreamFormat format) {
        String[] connection = connection();
        return new SessionDescription(
                connection[0].isEmpty() ? null : connection[0],
                connection.length > 1 ? Math.max(0, number(connection[1], MAX_TTL)) : 0,
                port,
                rtcp(port),
                format,
                payloadType,
                packetMillis(),
                SEALED.contains(transport()),
                lines.stream()
                        .map(each -> each.attribute("crypto"))
                        .filter(each -> each != null)
                        .toList());
    }

    /** Returns what it holds, for a sentence: {@code opus/48000/2 (payload type 111)}. */
    List<String> contents() {
        List<String> contents = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            String map = rtpmaps.get(word(i));
            contents.add((map == null ? "" : map + " as ") + "payload type " + word(i));
        }
        return contents;
    }

    String transport() {
        return word(2).toUpperCase(Locale.ROOT);
    }

    private StreamFormat format(int payloadType) {
        String map = rtpmaps.get(Integer.toString(payloadType));
        return map == null ? PayloadTypes.format(payloadType) : StreamFormat.of(map);
    }

    /** Returns the address and, of an IPv4 group, the TTL (RFC 8866, 5.7). */
    private String[] connection() {
        String found = first('c', lines);
        String[] named = (found == null ? String.valueOf(first('c', session)) : found).split("\\s+");
        if (named.length < 3 || !named[0].equalsIgnoreCase("IN")) {
            return new String[] {""};
        }
        String[] parts = named[2].split("/");
        boolean hasTtl = named[1].equalsIgnoreCase("IP4") && parts.length > 1;
        return hasTtl ? new String[] {parts[0], parts[1]} : new String[] {parts.length == 0 ? "" : parts[0]};
    }

    private static String first(char type, List<SdpLine> lines) {
        return lines.stream()
                .filter(each -> each.type() == type)
                .map(SdpLine::value)
                .findFirst()
                .orElse(null);
    }

    private RtcpPort rtcp(int port) {
        if (attribute("rtcp-mux") != null) {
            return RtcpPort.MUXED;
        }
        String said = attribute("rtcp");
        int number = said == null ? -1 : number(said.split("\\s+")[0], MAX_PORT);
        return number > 0 ? RtcpPort.at(number, port) : RtcpPort.NEXT;
    }

    private double packetMillis() {
        String said = attribute("ptime");
        boolean isNumber = said != null && said.matches("\\d{1,4}(\\.\\d{1,9})?");
        double millis = isNumber ? Double.parseDouble(said) : 0;
        return millis <= MAX_PACKET_MILLIS ? millis : 0;
    }

    private String attribute(String name) {
        return lines.stream()
                .map(each -> each.attribute(name))
                .filter(each -> each != null)
                .findFirst()
                .orElse(null);
    }

    private String word(int i) {
        return i < words.length ? words[i] : "";
    }

    /** Returns the number, or -1 if it is none from 0 to {@code most}. */
    private static int number(String text, int most) {
        int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
        return number <= most ? number : -1;
    }
}
