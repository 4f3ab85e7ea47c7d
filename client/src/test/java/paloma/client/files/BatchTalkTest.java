package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.tree.BatchReader;
import paloma.client.tree.Exclusion;
import paloma.client.tree.LocalTree;
import paloma.client.tree.Slice;
import paloma.client.tree.Slices;
import paloma.client.tree.TreeWalk;
import paloma.transfer.disk.Limits;
import paloma.transfer.disk.Root;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Reason;

/** Batches and the folder of a server, without a network. */
class BatchTalkTest {
    @TempDir
    Path folder;

    private final List<Kind> said = new ArrayList<>();
    private final List<Integer> saidBytes = new ArrayList<>();
    private final List<Integer> grown = new ArrayList<>();
    private Path shared;
    private Root root;
    private boolean force;
    private boolean isFresh;

    @BeforeEach
    void open() throws IOException {
        shared = Files.createDirectory(folder.resolve("shared"));
        root = Root.open(shared, Limits.NONE);
    }

    @Test
    void aTreeArrivesAsItIs() throws Exception {
        Path file = file("photos/deep/a", "aaa");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("1969-07-20T20:17:40Z")));
        Files.createDirectories(folder.resolve("photos/empty"));
        Files.createSymbolicLink(folder.resolve("photos/link"), Path.of("deep/a"));
        Path closed = Files.createDirectories(folder.resolve("photos/private"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(closed, FileTime.from(Instant.parse("2001-02-03T04:05:06.7Z")));

        assertThat(send("photos", "x")).hasSize(2).allMatch(one -> one.outcome().isDone());
        Path there = shared.resolve("x");
        assertThat(there.resolve("deep/a")).hasContent("aaa");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there.resolve("deep/a"))))
                .isEqualTo("rw-r-----");
        assertThat(Files.getLastModifiedTime(there.resolve("deep/a")).toInstant())
                .isEqualTo("1969-07-20T20:17:40Z");
        assertThat(there.resolve("empty")).isEmptyDirectory();
        assertThat(Files.readSymbolicLink(there.resolve("link"))).isEqualTo(Path.of("deep/a"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there.resolve("private"))))
                .isEqualTo("rwx------");
        assertThat(Files.getLastModifiedTime(there.resolve("private")).toInstant())
                .isEqualTo("2001-02-03T04:05:06.700Z");
        assertThat(said)
                .as("what folders are to be is not asked where they have changed")
                .containsExactly(Kind.OFFER, Kind.PACK, Kind.PACK);
    }

    @Test
    void whatIsThereIsNotSentAgain() throws Exception {
        file("photos/a", "aaa");
        file("photos/b", "bbbb");
        send("photos", "x");
        said.clear();

        List<TaskResult> results = send("photos", "x");
        assertThat(said).containsExactly(Kind.OFFER, Kind.OFFER);
        assertThat(results).hasSize(2).allMatch(TaskResult::wasThere).allMatch(one -> one.heldBytes() == one.bytes());
    }

    @Test
    void ofWhatIsEqualOnlyTheTimeIsSent() throws Exception {
        Path file = file("photos/a", "a".repeat(100_000));
        send("photos", "x");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        saidBytes.clear();

        assertThat(send("photos", "x")).singleElement().matches(TaskResult::wasThere);
        assertThat(Files.getLastModifiedTime(shared.resolve("x/a")).toMillis()).isEqualTo(1_000);
        assertThat(saidBytes).allMatch(bytes -> bytes < 1_000);
    }

    @Test
    void asksForNothingWhereTheServerHasNothing() throws Exception {
        file("photos/a", "aaa");
        file("photos/b", "bbbb");
        isFresh = true;

        List<TaskResult> results = send("photos", "x");
        assertThat(said).containsExactly(Kind.PACK, Kind.PACK);
        assertThat(results).hasSize(2).allMatch(one -> one.outcome().isDone()).noneMatch(TaskResult::wasThere);
        assertThat(shared.resolve("x/b")).hasContent("bbbb");
    }

    /** Somebody else may have been faster. */
    @Test
    void whatIsThereAfterAllIsNotReplaced() throws Exception {
        file("photos/a", "mine");
        Files.createDirectories(shared.resolve("x"));
        Files.writeString(shared.resolve("x/a"), "theirs");
        isFresh = true;

        assertThat(send("photos", "x"))
                .singleElement()
                .satisfies(one -> assertThat(one.outcome().reason()).isEqualTo(Reason.EXISTS));
        assertThat(shared.resolve("x/a")).hasContent("theirs");
    }

    @Test
    void offersWhatAServerHasForgottenOfAFreshTree() throws Exception {
        file("photos/a", "aaa");
        isFresh = true;
        BatchTalk talk = talk("photos", "x");
        assertThat(talk.next().kind()).isEqualTo(Kind.PACK);
        talk.failed();
        assertThat(talk.next().kind()).isEqualTo(Kind.OFFER);
    }

    @Test
    void whatIsRefusedStopsNothingElse() throws Exception {
        file("photos/a", "mine");
        file("photos/b", "bbb");
        file("photos/c", "ccc");
        Files.createDirectories(shared.resolve("x/c"));
        Files.writeString(shared.resolve("x/a"), "theirs");

        List<TaskResult> results = send("photos", "x");
        assertThat(results)
                .filteredOn(one -> one.outcome().isDone())
                .extracting(TaskResult::name)
                .containsExactly("x/b");
        assertThat(results)
                .filteredOn(one -> !one.outcome().isDone())
                .extracting(one -> one.outcome().words())
                .containsExactlyInAnyOrder(
                        "x/a exists already; --force replaces it",
                        "x/c cannot exist there: a folder is in its place, or part of its path is a file or a link");
        assertThat(shared.resolve("x/a")).hasContent("theirs");
    }

    @Test
    void replacesWhereThatIsWanted() throws Exception {
        file("photos/a", "mine");
        Files.createDirectories(shared.resolve("x"));
        Files.writeString(shared.resolve("x/a"), "theirs");
        force = true;

        assertThat(send("photos", "x"))
                .singleElement()
                .matches(one -> one.outcome().isDone());
        assertThat(shared.resolve("x/a")).hasContent("mine");
    }

    /** A folder that cannot be made is told once; what is in it, each. */
    @Test
    void tellsOfAFolderThatCannotBeMadeOnce() throws Exception {
        file("photos/sub/a", "a");
        Files.createDirectories(shared.resolve("x"));
        Files.writeString(shared.resolve("x/sub"), "a file");

        assertThat(send("photos", "x"))
                .filteredOn(one -> !one.outcome().isDone())
                .extracting(TaskResult::name)
                .containsExactlyInAnyOrder("x/sub", "x/sub/a");
    }

    @Test
    void offersAgainWhatAServerHasForgotten() throws Exception {
        file("photos/a", "aaa");
        file("photos/b", "bbb");
        BatchTalk talk = talk("photos", "x");
        talk.answered(answer(talk.next(), "x"));
        assertThat(talk.next().kind()).isEqualTo(Kind.PACK);
        talk.failed();

        BatchTalk.Say again = talk.next();
        assertThat(again.kind()).isEqualTo(Kind.OFFER);
        assertThat(talk.answered(answer(again, "x")).isDone()).isTrue();
        assertThat(talk.answered(answer(talk.next(), "x")).isDone()).isTrue();
        assertThat(talk.goesOn()).isFalse();
        assertThat(shared.resolve("x/b")).hasContent("bbb");
    }

    @Test
    void waitsForAFileThatAnotherTransferHas() throws Exception {
        file("photos/a", "aaa");
        file("photos/b", "bbb");
        BatchTalk talk = talk("photos", "x");
        talk.next();
        Outcome outcome = talk.answered(Verdict.pack(List.of(Verdict.SAME, Verdict.BUSY, Verdict.SAME)));

        assertThat(outcome.isBusy()).isTrue();
        assertThat(outcome.words()).endsWith(" is being sent by another transfer");
        assertThat(talk.answered(answer(talk.next(), "x")).isDone()).isTrue();
        assertThat(talk.goesOn()).isTrue();
    }

    /** What was equal when it was asked for, and is another file now, is sent after all. */
    @Test
    void sendsTheContentWhereTheServerHasLostIt() throws Exception {
        file("photos/a", "aaa");
        BatchTalk talk = talk("photos", "x");
        talk.next();
        talk.answered(Verdict.pack(List.of(Verdict.SAME, Verdict.CHANGE)));
        Outcome outcome = talk.answered(answer(talk.next(), "x"));

        assertThat(outcome.isForgotten()).isTrue();
        talk.answered(answer(talk.next(), "x"));
        assertThat(talk.answered(answer(talk.next(), "x")).isDone()).isTrue();
        assertThat(shared.resolve("x/a")).hasContent("aaa");
    }

    @Test
    void anAnswerToOtherEntriesEndsIt() throws Exception {
        file("photos/a", "aaa");
        BatchTalk talk = talk("photos", "x");
        talk.next();
        assertThat(talk.answered(new byte[7]).reason()).isEqualTo(Reason.PROTOCOL);
    }

    @Test
    void whatCannotBeReadIsLeftOutAndNamed() throws Exception {
        file("photos/a", "aaa");
        Path gone = file("photos/gone", "ggg");
        LocalTree tree = walk("photos", "x");
        Files.delete(gone);

        assertThat(send(tree))
                .filteredOn(one -> one.outcome().isLeftOut())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.name()).isEqualTo(gone.toString());
                    assertThat(one.outcome().words()).isEqualTo("it is not there any more");
                });
    }

    @Test
    void thousandsOfFilesArriveWithTheirNames() throws Exception {
        for (int i = 0; i < 2_100; i++) {
            file("photos/" + i % 7 + "/" + i, "content of " + i);
        }
        assertThat(send("photos", "x"))
                .hasSize(2_100)
                .allMatch(one -> one.outcome().isDone());
        for (int i = 0; i < 2_100; i++) {
            assertThat(shared.resolve("x/" + i % 7 + "/" + i)).hasContent("content of " + i);
        }
    }

    private Path file(String name, String content) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    private LocalTree walk(String name, String base) {
        LocalTree tree = new LocalTree();
        new TreeWalk(tree, false, Exclusion.NONE, (item, why) -> {}).folder(folder.resolve(name), base);
        return tree;
    }

    private BatchTalk talk(String name, String base) {
        LocalTree tree = walk(name, base);
        return talk(tree, Slices.of(tree).next());
    }

    private BatchTalk talk(LocalTree tree, Slice slice) {
        return new BatchTalk(slice, new BatchReader(tree, false), new TreeOutcome(tree, isFresh), grown::add);
    }

    private List<TaskResult> send(String name, String base) throws Exception {
        return send(walk(name, base));
    }

    private List<TaskResult> send(LocalTree tree) throws Exception {
        List<TaskResult> results = new ArrayList<>();
        TreeOutcome outcomes = new TreeOutcome(tree, isFresh);
        BatchReader reader = new BatchReader(tree, false);
        for (Iterator<Slice> slices : List.of(Slices.of(tree), Slices.ofFolders(tree))) {
            while (slices.hasNext()) {
                Slice slice = slices.next();
                BatchTalk talk = new BatchTalk(slice, reader, outcomes, grown::add);
                for (BatchTalk.Say say = talk.next(); say != null; say = talk.next()) {
                    assertThat(talk.answered(answer(say, slice.base())).isDone())
                            .isTrue();
                }
                results.addAll(talk.results(Outcome.DONE));
            }
        }
        return results;
    }

    private byte[] answer(BatchTalk.Say say, String base) throws Exception {
        said.add(say.kind());
        saidBytes.add(say.content().length);
        return Verdict.pack(
                say.kind() == Kind.OFFER
                        ? root.offered(base, say.content(), force)
                        : root.unpack(base, say.content(), force, false));
    }
}
