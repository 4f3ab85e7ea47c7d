package paloma.server.upload;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.UploadSettings;
import paloma.server.upload.UploadView.Outcome;

class UploadsTest {
    @TempDir
    Path folder;

    private TestUploads test;

    @BeforeEach
    void open() throws IOException {
        test = new TestUploads(UploadSettings.defaults(folder));
    }

    @Test
    void appendsWhatOneSenderSendsAndShowsItAtBye() throws IOException {
        test.send(40312, "one ", "two ", "three");
        assertThat(test.files()).containsExactly(entry(TestUploads.NAME + "40312.part", "one two three"));
        assertThat(test.counts.views())
                .extracting(UploadView::outcome, UploadView::bytes)
                .containsExactly(tuple(Outcome.OPEN, 13L));
        test.send(40312, "bye");
        assertThat(test.counts.views())
                .extracting(UploadView::outcome, UploadView::bytes)
                .containsExactly(tuple(Outcome.COMPLETE, 13L));
        assertThat(test.files()).containsExactly(entry(TestUploads.NAME + "40312", "one two three"));
        assertThat(test.log)
                .containsExactly("upload 20261122T015512.123Z-127.0.0.1-40312 complete: 13 bytes from 127.0.0.1:40312");
        assertThat(test.counts.files.sum()).isEqualTo(1);
        assertThat(test.counts.bytes.sum()).isEqualTo(13);
        assertThat(test.uploads.open()).isZero();
    }

    @Test
    void neverMixesSenders() throws IOException {
        Random random = new Random(7);
        StringBuilder[] expected = {new StringBuilder(), new StringBuilder(), new StringBuilder(), new StringBuilder()};
        for (int i = 0; i < 5_000; i++) {
            int sender = random.nextInt(4);
            String datagram = sender + ":" + i + "x".repeat(random.nextInt(900)) + "\n";
            expected[sender].append(datagram);
            test.send(40_000 + sender, datagram);
        }
        for (int sender = 0; sender < 4; sender++) {
            test.send(40_000 + sender, "bye");
        }
        Map<String, String> files = test.files();
        assertThat(files).hasSize(4);
        for (int sender = 0; sender < 4; sender++) {
            assertThat(files).containsEntry(TestUploads.NAME + (40_000 + sender), expected[sender].toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bye\n", "bye\r\n", "BYE", "bye ", " bye", "by", "byebye", "bye\0"})
    void endsDatagramsByNothingButBye(String almost) throws IOException {
        test.send(1, "text", almost);
        assertThat(test.files()).containsExactly(entry(TestUploads.NAME + "1.part", "text" + almost));
    }

    @Test
    void keepsTheSameAddressByDatagramsAndByAStreamApart() throws IOException {
        TestUploads.TestStream stream = test.stream(1);
        test.send(1, "datagram");
        stream.send("stream").ends();
        test.send(1, "bye");
        assertThat(test.files())
                .containsOnly(entry(TestUploads.NAME + "1", "datagram"), entry(TestUploads.NAME + "1-2", "stream"));
    }

    @Test
    void makesNoFileOfALoneBye() throws IOException {
        test.send(1, "text", "bye", "bye", "bye");
        assertThat(test.files()).containsOnlyKeys(TestUploads.NAME + "1");
        assertThat(test.uploads.open()).isZero();
    }

    @Test
    void givesEachUploadOfOneMillisecondAName() throws IOException {
        test.send(1, "a", "bye", "b", "bye", "c", "bye");
        assertThat(test.files())
                .containsOnly(
                        entry(TestUploads.NAME + "1", "a"),
                        entry(TestUploads.NAME + "1-2", "b"),
                        entry(TestUploads.NAME + "1-3", "c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x",
                "/etc/passwd",
                "a\0b",
                "a\nb\u001b[2J",
                "..",
                ".",
                "C:\\x",
                "con",
                "\ud83d\ude00",
                "\0"
            })
    void keepsHostileNamesOfSendersInTheFolder(String path) throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        test = new TestUploads(UploadSettings.defaults(inner));
        UploadSender sender = new UploadSender(test.datagrams, new DomainSocketAddress(path));
        test.send(sender, "text");
        test.send(sender, "bye");
        assertThat(test.files()).hasSize(1).allSatisfy((name, text) -> {
            assertThat(name).matches("20261122T015512.123Z-unix-[0-9A-Za-z_-]+");
            assertThat(text).isEqualTo("text");
        });
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(inner));
        assertThat(test.log).hasSize(1).allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void givesUpWhoIsIdleAndSaysSo() throws IOException {
        test.send(1, "text");
        test.send(2, "text");
        test.pass(29);
        test.send(2, " and more");
        assertThat(test.log).isEmpty();
        test.pass(1);
        assertThat(test.log)
                .containsExactly("upload from 127.0.0.1:1 is incomplete: 4 bytes kept as " + TestUploads.NAME
                        + "1.part: no datagram came for 30 s");
        assertThat(test.uploads.open()).isEqualTo(1);
        assertThat(test.counts.parked.sum()).isEqualTo(1);
        test.send(2, "bye");
        assertThat(test.files())
                .containsOnly(
                        entry(TestUploads.NAME + "1.part", "text"), entry(TestUploads.NAME + "2", "text and more"));
    }

    @Test
    void tellsWhoTypedByeHowToEndAFile() {
        test.send(1, "text\n", "bye\n");
        test.pass(30);
        assertThat(test.log).hasSize(1).first().asString().contains("only exactly bye ends a file");
    }

    @Test
    void doesNotTakeTheRestOfAnIdleUploadForAWholeOne() throws IOException {
        test.send(1, "first half");
        test.pass(31);
        test.now++;
        test.send(1, "second half", "bye");
        assertThat(test.files())
                .containsOnly(
                        entry(TestUploads.NAME + "1.part", "first half"),
                        entry(TestUploads.NAME + "1-2.part", "second half"));
        assertThat(test.log).last().asString().contains("left an upload without its bye");
        test.send(1, "another", "bye");
        assertThat(test.files()).containsEntry(TestUploads.NAME + "1-3", "another");
    }

    @Test
    void forgetsAnIdleUploadAfterMinutes() throws IOException {
        test.send(1, "first");
        test.pass(31);
        test.pass(121);
        test.send(1, "second", "bye");
        assertThat(test.files()).containsEntry(TestUploads.NAME + "1-2", "second");
    }

    @Test
    void parksWhatIsOpenWhenTheServerStops() throws IOException {
        test.send(1, "one");
        test.send(2, "two");
        test.uploads.close(test.now);
        assertThat(test.files())
                .containsOnly(entry(TestUploads.NAME + "1.part", "one"), entry(TestUploads.NAME + "2.part", "two"));
        assertThat(test.log).hasSize(2).allSatisfy(line -> assertThat(line).contains("the server stopped"));
        assertThat(test.counts.parked.sum()).isEqualTo(2);
        assertThat(test.uploads.open()).isZero();
    }
}
