package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of gitignore(5). */
class ExcludesTest {
    @TempDir
    Path folder;

    private static Excludes of(String... patterns) {
        return Excludes.of(List.of(), List.of(patterns));
    }

    /** A name that ends with a slash is a folder's. */
    private static boolean excluded(Excludes excludes, String name) {
        boolean isFolder = name.endsWith("/");
        return excludes.excluded(isFolder ? name.substring(0, name.length() - 1) : name, isFolder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // A pattern without a slash matches at any depth.
                "hello.*|hello.txt",
                "hello.*|a/hello.java",
                "*.o|src/deep/x.o",
                "build|build/",
                "build|a/build",
                // One with a slash at its beginning or in its middle matches from the folder on.
                "/hello.*|hello.c",
                "doc/frotz|doc/frotz",
                "doc/frotz/|doc/frotz/",
                "foo/*|foo/test.json",
                "foo/*|foo/bar/",
                // A slash at its end: folders only, and what is in them.
                "frotz/|frotz/",
                "frotz/|a/frotz/",
                "frotz/|frotz/x/y",
                // Two asterisks.
                "**/foo|foo",
                "**/foo|a/b/foo",
                "**/foo/bar|a/foo/bar",
                "abc/**|abc/x",
                "abc/**|abc/x/y/z",
                "a/**/b|a/b",
                "a/**/b|a/x/b",
                "a/**/b|a/x/y/b",
                // Escapes, and spaces at the end.
                "\\#not a comment|#not a comment",
                "\\!important!.txt|!important!.txt",
                "trailing   |trailing",
                "kept\\ |kept ",
                "kept /|kept /",
                "kept  /|kept  /x",
                "kept\\ /|kept /",
                // Wildcards.
                "?.txt|a.txt",
                "[ab].c|b.c",
                "[!ab].c|c.c",
                "[a-c]x|bx",
                "*.caf\u00e9|x.caf\u00e9",
                "x*y|x\udce9y",
                ".*|.hidden"
            })
    void leavesOut(String pattern, String name) {
        assertThat(excluded(of(pattern), name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "/hello.*|a/hello.java",
                "doc/frotz|a/doc/frotz",
                "doc/frotz/|a/doc/frotz/",
                "frotz/|frotz",
                "foo/*|a/foo/x",
                "foo/*|foo",
                "abc/**|abc/",
                "abc/**|x/abc/y",
                "a/**/b|x/a/b",
                "a/**/b|ab",
                "*.txt|a.txt.gz",
                "?.txt|ab.txt",
                "[ab].c|c.c",
                "#comment|#comment",
                "kept\\ |kept",
                "kept /|kept/",
                "build|rebuild",
                "Build|build"
            })
    void keeps(String pattern, String name) {
        assertThat(excluded(of(pattern), name)).isFalse();
    }

    @Test
    void theLastPatternThatMatchesDecides() {
        Excludes excludes = of("*.html", "!foo.html", "old/foo.html");
        assertThat(excluded(excludes, "a.html")).isTrue();
        assertThat(excluded(excludes, "foo.html")).isFalse();
        assertThat(excluded(excludes, "a/foo.html")).isFalse();
        assertThat(excluded(excludes, "old/foo.html")).isTrue();
    }

    /** The last example of gitignore(5): everything but one folder. */
    @Test
    void leavesOutEverythingButOneFolder() {
        Excludes excludes = of("/*", "!/foo", "/foo/*", "!/foo/bar");
        assertThat(excluded(excludes, "x")).isTrue();
        assertThat(excluded(excludes, "foo/")).isFalse();
        assertThat(excluded(excludes, "foo/x")).isTrue();
        assertThat(excluded(excludes, "foo/bar/")).isFalse();
        assertThat(excluded(excludes, "foo/bar/deep/file")).isFalse();
    }

    @Test
    void takesNothingInAgainOfAFolderThatIsLeftOut() {
        Excludes excludes = of("cache/", "!cache/keep");
        assertThat(excluded(excludes, "cache/keep")).isTrue();
        assertThat(excluded(excludes, "a/cache/x/keep")).isTrue();
    }

    @Test
    void leavesOutNothingWithoutPatterns() {
        assertThat(of("", "  ", "# a comment").excluded("a", false)).isFalse();
        assertThat(Excludes.of(List.of(), List.of())).isSameAs(Excludes.NONE);
        assertThat(Excludes.NONE.excluded("a", true)).isFalse();
    }

    @Test
    void readsFilesOfPatternsFirst() throws Exception {
        Path file = folder.resolve("patterns");
        Files.write(file, new byte[] {
            (byte) 0xef,
            (byte) 0xbb,
            (byte) 0xbf,
            '*',
            '.',
            'o',
            '\r',
            '\n',
            '\n',
            '#',
            'x',
            '\n',
            '*',
            '.',
            (byte) 0xe9,
            '\n',
            'l',
            'a',
            's',
            't'
        });
        Excludes excludes = Excludes.of(List.of(file), List.of("!keep.o"));
        assertThat(excludes.excluded("a.o", false)).isTrue();
        assertThat(excludes.excluded("keep.o", false)).isFalse();
        assertThat(excludes.excluded("x.\udce9", false)).isTrue();
        assertThat(excludes.excluded("last", false)).isTrue();
        assertThat(excludes.excluded("#x", false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "a[b", "[z-"})
    void refusesWhatIsNoPattern(String pattern) {
        assertThatThrownBy(() -> of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + pattern + "\" is no pattern as gitignore has them");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> Excludes.of(List.of(file), List.of()))
                .hasMessage("The patterns in \"" + file + "\" cannot be read");
    }
}
