package paloma.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.ConfigException;
import paloma.server.plugin.Plugins.Plugin;
import paloma.service.Service;
import paloma.service.testing.FakeRequest;

/** Jars in a folder become services, or the start ends with a sentence that says what to do. */
class PluginsTest {
    @TempDir
    Path folder;

    @Test
    void findsTheServicesOfAllJarsByName() throws Exception {
        write("Shout", "@ServiceName(value = \"shout\", port = 9001)", "");
        write("Whisper", "@ServiceName(\"whisper-2\")", "");
        Files.writeString(folder.resolve("README"), "no jar");
        Map<String, Plugin> plugins = Plugins.load(folder);
        assertThat(plugins).containsOnlyKeys("shout", "whisper-2");
        assertThat(plugins.get("shout").defaultPort()).isEqualTo(9001);
        assertThat(plugins.get("whisper-2").defaultPort()).isZero();
        assertThat(FakeRequest.of("x")
                        .servedBy((Service) plugins.get("shout").service())
                        .outcome())
                .contains("Shout");
    }

    @Test
    void refusesTwoOfOneName() throws Exception {
        write("Shout", "@ServiceName(\"shout\")", "");
        write("Louder", "@ServiceName(\"shout\")", "");
        assertRefused()
                .hasMessage("Two plugins in \"" + folder + "\" are named \"shout\": rename one in its @ServiceName.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@ServiceName(\"\")",
                "@ServiceName(\"Shout\")",
                "@ServiceName(\"a b\")",
                "@ServiceName(\"1st\")"
            })
    void refusesOneWithoutAUsableName(String annotation) throws Exception {
        write("Shout", annotation, "");
        assertRefused()
                .hasMessage("The plugin Shout has no usable name: give it @ServiceName(\"…\") of lower-case letters,"
                        + " digits and hyphens, beginning with a letter.");
    }

    @Test
    void refusesTheNameOfABuiltInServiceWhichWouldBeServedInItsPlace() throws Exception {
        write("Shout", "@ServiceName(\"echo\")", "");
        assertRefused()
                .hasMessage("The plugin Shout is named \"echo\", which is a built-in service: rename it in its"
                        + " @ServiceName.");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE})
    void refusesAPortThatIsNone(int port) throws Exception {
        write("Shout", "@ServiceName(value = \"shout\", port = " + port + ")", "");
        assertRefused()
                .hasMessage("The plugin Shout has the port " + port
                        + ": write one from 0 to 65535 in its @ServiceName, where 0 takes a free one.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (true) throw new IllegalStateException(\"no license\\n\");",
                "if (true) throw new AssertionError(\"no license\\n\");"
            })
    void refusesOneThatCannotBeConstructedAndSaysWhy(String constructor) throws Exception {
        write("Shout", "@ServiceName(\"shout\")", constructor);
        assertRefused()
                .hasMessageStartingWith("A plugin in \"" + folder + "\" does not load (")
                .hasMessageContaining("no license\\n")
                .hasMessageEndingWith("): build it against this version of the server.");
    }

    @Test
    void refusesAJarThatIsNone() throws Exception {
        Files.writeString(folder.resolve("plugin.jar"), "no jar");
        assertRefused()
                .hasMessage(
                        "No jar in \"" + folder
                                + "\" provides a service: name the class in its META-INF/services/paloma.service.Service or paloma.service.PeerService.");
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> Plugins.load(nowhere))
                .isInstanceOf(ConfigException.class)
                .hasMessage("The plugin folder \"" + nowhere + "\" cannot be read: name another with --plugins.");
    }

    private AbstractThrowableAssert<?, ?> assertRefused() {
        return assertThatThrownBy(() -> Plugins.load(folder)).isInstanceOf(ConfigException.class);
    }

    private void write(String name, String annotation, String constructor) throws Exception {
        PluginJar.write(folder, name, """
                import paloma.service.Request;
                import paloma.service.Service;
                import paloma.service.ServiceName;

                %2$s
                public final class %1$s implements Service {
                    public %1$s() {
                        %3$s
                    }

                    @Override
                    public void serve(Request request) {
                        request.answer("%1$s");
                    }
                }
                """.formatted(name, annotation, constructor));
    }
}
