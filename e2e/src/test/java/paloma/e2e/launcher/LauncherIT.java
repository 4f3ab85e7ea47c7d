package paloma.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

@Execution(ExecutionMode.CONCURRENT)
class LauncherIT {
    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void build() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no POSIX shell here");
        house = new House(folder.resolve("a house with spaces"), folder.resolve("tools"));
    }

    @Test
    void helpTeachesAndBuildsNothing() throws Exception {
        Run run = house.run();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).anyMatch(line -> line.contains("paloma server")).anyMatch(line -> line.contains("nc -u"));
        assertThat(run).isEqualTo(house.run("help")).isEqualTo(house.run("--help"));
        assertThat(house.builds()).isEmpty();
    }

    @Test
    void versionIsThatOfThePom() throws Exception {
        assertThat(house.run("--version").out()).containsExactly("paloma 1.2.3");
    }

    @Test
    void refusesAnUnknownCommandInOneSentence() throws Exception {
        Run run = house.run("fly");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).containsExactly("paloma: unknown command 'fly'; 'paloma help' lists all commands");
    }

    @Test
    void buildsWhatIsMissingAndHandsTheArgumentsOn() throws Exception {
        Run run = house.run("server", "echo=udp://:7007", "two words", "*");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).hasSize(1).first().asString().startsWith("paloma: building server ");
        assertThat(run.out()).endsWith("<-jar>", "<" + house.jar() + ">", "<echo=udp://:7007>", "<two words>", "<*>");
        assertThat(house.builds()).hasSize(1).first().asString().contains("-pl server -am package");
    }

    @Test
    void buildsNothingTwice() throws Exception {
        house.run("server");
        Run run = house.run("server");

        assertThat(run.err()).isEmpty();
        assertThat(house.builds()).hasSize(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        house.run("server");
        Files.setLastModifiedTime(house.source(), FileTime.from(Instant.now().plusSeconds(5)));
        house.run("server");

        assertThat(house.builds()).hasSize(2);
    }

    @Test
    void buildsAgainWhenASourceIsGone() throws Exception {
        house.run("server");
        Files.delete(house.source());
        Files.setLastModifiedTime(
                house.source().getParent(), FileTime.from(Instant.now().plusSeconds(5)));
        house.run("server");

        assertThat(house.builds()).hasSize(2);
    }

    @Test
    void buildsAgainWhenASourceOfAModuleThatItNeedsIsNewer() throws Exception {
        house.write("server/pom.xml", dependency("web", "compile"));
        house.write("web/pom.xml", dependency("transfer-core", "compile"));
        house.run("server");
        house.write("transfer/core/src/main/Wire.java", "class Wire {}");
        house.run("server");

        assertThat(house.builds()).hasSize(2);
    }

    @Test
    void buildsNothingAgainWhenOnlyTestsNeedTheModule() throws Exception {
        house.write("server/pom.xml", dependency("testkit", "test"));
        house.run("server");
        house.write("testkit/src/main/Fake.java", "class Fake {}");
        house.run("server");

        assertThat(house.builds()).hasSize(1);
    }

    private static String dependency(String module, String scope) {
        return """
                <dependency>
                  <groupId>paloma</groupId>
                  <artifactId>paloma-%s</artifactId>
                  <scope>%s</scope>
                </dependency>
                """.formatted(module, scope);
    }

    @Test
    void demoNamesTheServersJar() throws Exception {
        Run run = house.run("demo", "--quiet");

        assertThat(run.out()).endsWith("<demo>", "<--server-jar>", "<" + house.jar() + ">", "<--quiet>");
        assertThat(house.builds()).hasSize(1).first().asString().contains("-pl server,client -am package");
    }

    @Test
    void startsThroughALinkFromAnotherFolder() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Path second = Files.createSymbolicLink(
                elsewhere.resolve("second"), house.path().resolve("paloma"));
        Path first = Files.createSymbolicLink(elsewhere.resolve("first"), second.getFileName());

        Run run = house.start(folder, first, "server").finish();

        assertThat(run.out()).endsWith("<-jar>", "<" + house.jar().toRealPath() + ">");
    }

    @Test
    void startsWithTheArchiveOfItsClasses() throws Exception {
        Run run = house.run("server");

        Path archive = house.jar().resolveSibling("paloma-server-17.0.1.jsa");
        assertThat(run.out()).contains("<-XX:SharedArchiveFile=" + archive + ">");
        assertThat(archive).hasContent("jsa");
    }

    @Test
    void anotherJavaGetsAnArchiveOfItsOwn() throws Exception {
        house.run("server");
        house.writeJava("25.0.3");
        house.run("server");

        assertThat(house.jar().resolveSibling("paloma-server-25.0.3.jsa")).exists();
        assertThat(house.builds()).hasSize(1);
    }

    @Test
    void startsWithoutAnArchiveThatCouldNotBeMade() throws Exception {
        house.run("server");
        Files.writeString(house.jar().resolveSibling("paloma-server-17.0.1.jsa"), "");
        Run run = house.run("server");

        assertThat(run.out())
                .noneMatch(option -> option.contains("Archive"))
                .endsWith("<-jar>", "<" + house.jar() + ">");
    }

    @Test
    void saysWhatToInstallWhereJavaCannotCompile() throws Exception {
        Files.delete(house.tool("jdk/bin/javac"));

        assertThat(refusal()).contains("(a JRE)").contains("install a JDK, 17 or later");
    }

    @Test
    void runsWhatIsBuiltWhereJavaCannotCompile() throws Exception {
        house.run("server");
        Files.delete(house.tool("jdk/bin/javac"));

        assertThat(house.run("server").exitCode()).isZero();
    }

    @Test
    void saysWhatToInstallWhereJavaIsTooOld() throws Exception {
        house.writeJava("11.0.2");

        assertThat(refusal()).contains("version 11.0.2, too old").contains("install a JDK, 17 or later");
    }

    @Test
    void saysWhatToDoWhereJavaHomeIsWrong() throws Exception {
        Files.delete(house.tool("jdk/bin/java"));

        assertThat(refusal()).contains("JAVA_HOME is").contains("correct it or unset it");
    }

    @Test
    void saysWhatToInstallWhereMavenIsMissing() throws Exception {
        Files.delete(house.tool("bin/mvn"));

        assertThat(refusal()).contains("mvn is missing: install Maven, 3.8 or later");
    }

    @Test
    void showsWhatMavenSaidOnlyWhenItFailed() throws Exception {
        Files.createFile(house.tool("broken"));
        Run run = house.run("server");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).endsWith("line 1: no such word", "paloma: the build failed; see Maven's output above");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Ended.of("mkfifo", house.tool("gate").toString()).succeeded();
        Run.Started one = house.start(house.path(), house.path().resolve("paloma"), "server");
        assertThat(one.nextErr()).contains("building server");
        Run.Started two = house.start(house.path(), house.path().resolve("paloma"), "server");
        assertThat(two.nextErr()).isEqualTo("paloma: waiting for another build to finish");
        Files.writeString(house.tool("gate"), "go on\n");

        assertThat(one.finish().exitCode()).isZero();
        assertThat(two.finish().exitCode()).isZero();
        assertThat(house.builds()).hasSize(1);
    }

    @Test
    void aBuilderThatDiedHoldsNobodyUp() throws Exception {
        ChildProcess dead = Processes.start(List.of("true"));
        dead.awaitExit();
        Files.createDirectories(house.path().resolve("target"));
        Files.createSymbolicLink(house.path().resolve("target/build.lock"), Path.of(Long.toString(dead.pid())));

        assertThat(house.run("server").exitCode()).isZero();
        assertThat(house.path().resolve("target")).isEmptyDirectory();
    }

    private String refusal() throws Exception {
        Run run = house.run("server");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasSize(1);
        return run.err().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "POSIX", "xx_YY"})
    void givesJavaALocaleOfUtf8WhereThereIsOnlyAscii(String locale) throws Exception {
        house.knowsLocales("ANSI_X3.4-1968");
        house.export("LC_ALL", locale);

        house.run("server");

        assertThat(house.javaLocale()).isEqualTo("C.utf8");
    }

    @Test
    void asksNothingOfALocaleThatNamesUtf8AndLeavesIt() throws Exception {
        house.knowsLocales("UTF-8");
        house.export("LANG", "de_DE.UTF-8");

        house.run("server");

        assertThat(house.javaLocale()).isEmpty();
        assertThat(house.tool("asked")).doesNotExist();
    }

    @Test
    void leavesATerminalItsOwnCharacterSet() throws Exception {
        house.knowsLocales("ISO-8859-1");
        house.export("LC_CTYPE", "de_DE");

        house.run("server");

        assertThat(house.javaLocale()).isEmpty();
    }

    @Test
    void triesALocaleOfUtf8WhereNothingTellsOfThem() throws Exception {
        Run run = house.run("server");

        assertThat(run.exitCode()).isZero();
        assertThat(house.javaLocale()).isEqualTo("C.UTF-8");
    }
}
