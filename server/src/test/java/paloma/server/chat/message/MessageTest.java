package paloma.server.chat.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final long TIME = 0x1a2_0000_0000L;
    private static final ChatName ANA = name("ana");
    private static final ChatName LOBBY = name("lobby");
    private static final Person PERSON = new Person(17, TIME, ANA, LOBBY);

    static Stream<Arguments> examples() throws UnknownHostException {
        return Stream.of(
                Arguments.of(new Presence(PERSON), "01 01 0000000000000011 000001a200000000 0003616e61 00056c6f626279"),
                Arguments.of(new Absence(17, Exit.SILENT), "01 02 0000000000000011 01"),
                Arguments.of(
                        new Line(17, 2, TIME, ANA, LOBBY, "hi"),
                        "01 03 0000000000000011 0000000000000002 000001a200000000"
                                + " 0003616e61 00056c6f626279 00026869"),
                Arguments.of(
                        new Census(true, true, List.of(PERSON)),
                        "01 04 03 01 0000000000000011 000001a200000000 0003616e61 00056c6f626279"),
                Arguments.of(new Census(true, false, List.of()), "01 04 01 00"),
                Arguments.of(new Census(false, true, List.of()), "01 04 02 00"),
                Arguments.of(new Ask(-1), "01 05 ffffffffffffffff"),
                Arguments.of(
                        new Claim(ANA, LOBBY, InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1})),
                        "01 06 0003616e61 00056c6f626279 04 c0000201"),
                Arguments.of(
                        new Claim(ANA, LOBBY, InetAddress.getByName("2001:db8::1")),
                        "01 06 0003616e61 00056c6f626279 10 20010db8000000000000000000000001"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isWrittenAndRead(Message message, String hex) {
        assertThat(HEX.formatHex(message.bytes())).isEqualTo(hex.replace(" ", ""));
        assertThat(Message.of(bytes(hex))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void rejectsEveryProperPrefixAndWhatIsLonger(Message message, String hex) {
        byte[] bytes = bytes(hex);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(Message.of(Arrays.copyOf(bytes, length)))
                    .as("%d bytes", length)
                    .isNull();
        }
        assertThat(Message.of(Arrays.copyOf(bytes, bytes.length + 1))).isNull();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void rejectsEveryOtherVersionAndType(Message message, String hex) {
        byte[] bytes = bytes(hex);
        for (int i = 0; i < 256; i++) {
            byte[] other = bytes.clone();
            other[0] = (byte) i;
            assertThat(Message.of(other) != null).as("version %d", i).isEqualTo(i == Message.VERSION);
            other[0] = Message.VERSION;
            other[1] = (byte) i;
            Message read = Message.of(other);
            assertThat(read == null || read.type() == i).as("type %d", i).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void knowsEveryExit(Exit why) {
        assertThat(Message.of(new Absence(1, why).bytes())).isEqualTo(new Absence(1, why));
        assertThat(Message.of(bytes("01 02 0000000000000011 04"))).isNull();
        assertThat(Message.of(bytes("01 02 0000000000000011 ff"))).isNull();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        a b, 0003612062
        a:, 0002613a
        nothing, 0000
        line end, 0002610a
        bell, 000107
        not UTF-8, 0001e9
        surrogate, 0003eda080
        longer than the message, ffff616e61
        """)
    void rejectsWhatIsNoName(String why, String name) {
        assertThat(Message.of(bytes("01 01 0000000000000011 000001a200000000" + name + "00056c6f626279")))
                .as(why)
                .isNull();
        assertThat(Message.of(bytes("01 01 0000000000000011 000001a200000000 0003616e61" + name)))
                .as(why)
                .isNull();
    }

    @Test
    void takesTheLongestNames() {
        ChatName longest = name("𐐀".repeat(24));
        Message message = new Presence(new Person(Long.MIN_VALUE, Long.MAX_VALUE, longest, longest));
        assertThat(Message.of(message.bytes())).isEqualTo(message);
        List<Person> many = Collections.nCopies(Census.MAX_PEOPLE, new Person(1, 1, longest, longest));
        assertThat(Message.of(new Census(true, true, many).bytes())).isEqualTo(new Census(true, true, many));
    }

    @Test
    void countsNoMorePeopleThanFit() {
        List<Person> many = Collections.nCopies(Census.MAX_PEOPLE + 1, PERSON);
        assertThatThrownBy(() -> new Census(true, true, many)).isInstanceOf(IllegalArgumentException.class);
        byte[] forged = new Census(true, true, many.subList(0, Census.MAX_PEOPLE)).bytes();
        byte[] person = Arrays.copyOfRange(new Presence(PERSON).bytes(), 2, new Presence(PERSON).bytes().length);
        byte[] longer = Arrays.copyOf(forged, forged.length + person.length);
        System.arraycopy(person, 0, longer, forged.length, person.length);
        longer[3]++;
        assertThat(Message.of(longer)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003"})
    void rejectsALineOfNothing(String text) {
        assertThat(said(text)).isNull();
    }

    @Test
    void writesOutWhatMustNotBeShown() {
        assertThat(said("a\nb\u001b[2J\u202e").text()).isEqualTo("a\\nb\\u001b[2J\\u202e");
        assertThat(said("👩\u200d👧").text()).isEqualTo("👩\u200d👧");
    }

    @Test
    void rejectsALineThatIsTooLong() {
        assertThat(said("a".repeat(1_000))).isNotNull();
        assertThat(said("a".repeat(1_001))).isNull();
        assertThat(said("\u0007".repeat(200))).as("too long when written out").isNull();
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void survivesAnything(long seed) throws UnknownHostException {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        Message.of(bytes);
        examples().forEach(example -> {
            byte[] changed = bytes((String) example.get()[1]);
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            Message read = Message.of(changed);
            assertThat(read == null || Message.of(read.bytes()).equals(read)).isTrue();
        });
    }

    @Test
    void takesNoMessageThatIsTooLarge() {
        byte[] bytes = new byte[Message.MAX_BYTES + 1];
        bytes[0] = Message.VERSION;
        bytes[1] = Census.TYPE;
        assertThat(Message.of(bytes)).isNull();
    }

    @Test
    void letsWhoCameFirstKeepHisName() {
        Person later = new Person(3, TIME + 1, ANA, LOBBY);
        Person sameTime = new Person(18, TIME, ANA, LOBBY);
        assertThat(PERSON.precedes(later)).isTrue();
        assertThat(later.precedes(PERSON)).isFalse();
        assertThat(PERSON.precedes(sameTime)).isTrue();
        assertThat(sameTime.precedes(PERSON)).isFalse();
    }

    private static Line said(String text) {
        return (Line) Message.of(new Line(1, 1, TIME, ANA, LOBBY, text).bytes());
    }

    private static ChatName name(String text) {
        return ChatName.parse(text).orElseThrow();
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex.replace(" ", ""));
    }
}
