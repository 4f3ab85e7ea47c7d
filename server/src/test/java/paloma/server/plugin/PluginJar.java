package paloma.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import paloma.service.Service;

/** Makes the jar of a plugin, from source, as docs/write-a-service.md does by hand. */
public final class PluginJar {
    private static final String SERVICES = "META-INF/services/";

    private PluginJar() {}

    /**
     * Compiles a class and writes a jar that names it as a service.
     *
     * @param folder gets {@code NAME.jar}
     * @param name of the class, in no package
     */
    public static void write(Path folder, String name, String source) throws IOException {
        write(folder, name, Service.class, source);
    }

    /** @param type which interface of services the class implements */
    public static void write(Path folder, String name, Class<?> type, String source) throws IOException {
        Path work = Files.createTempDirectory(folder, "work");
        Path java = Files.writeString(work.resolve(name + ".java"), source);
        String classPath = Stream.of(Service.class, ByteBuf.class, ReferenceCounted.class)
                .map(PluginJar::placeOf)
                .collect(Collectors.joining(File.pathSeparator));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", work.toString(), java.toString());
        assertThat(code).as("compiles").isZero();
        jar(folder.resolve(name + ".jar"), work, SERVICES + type.getName(), name);
    }

    /** Returns the jar or folder that a class comes from: what tests are run by may load them as it likes. */
    private static String placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a jar that names a service and holds what {@code classes} does. */
    private static void jar(Path jar, Path classes, String services, String service) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.list(classes)) {
            out.putNextEntry(new JarEntry(services));
            out.write(service.getBytes(StandardCharsets.UTF_8));
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(file.getFileName().toString()));
                Files.copy(file, out);
            }
        }
    }
}
