package paloma.server.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import paloma.net.Printable;
import paloma.server.config.ConfigException;
import paloma.service.PeerService;
import paloma.service.Service;
import paloma.service.ServiceName;
import paloma.service.WellKnown;

/** Finds the services that the jars of a folder provide, by {@link ServiceLoader}. */
public final class Plugins {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private static final int MAX_PORT = 65_535;

    private Plugins() {}

    /**
     * A service that a jar provides.
     *
     * @param service a {@link Service} or a {@link PeerService}
     */
    public record Plugin(String name, int defaultPort, Object service) {}

    /**
     * Loads and constructs every service of the jars in {@code folder}, those that speak unasked too, by name.
     *
     * @throws ConfigException when the folder or a jar cannot be used, or two services have one name
     */
    public static Map<String, Plugin> load(Path folder) {
        Map<String, Plugin> plugins = new TreeMap<>();
        ClassLoader loader = new URLClassLoader("plugins", jarsIn(folder), Service.class.getClassLoader());
        try {
            for (Class<?> type : List.of(Service.class, PeerService.class)) {
                ServiceLoader.load(type, loader).stream()
                        .map(Plugins::plugin)
                        .forEach(plugin -> add(plugin, plugins, folder));
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new ConfigException("A plugin in " + quoted(folder) + " does not load (" + reason(e)
                    + "): build it against this version of the server.");
        }
        if (plugins.isEmpty()) {
            throw new ConfigException("No jar in " + quoted(folder)
                    + " provides a service: name the class in its META-INF/services/" + Service.class.getName() + " or "
                    + PeerService.class.getName() + ".");
        }
        return plugins;
    }

    private static void add(Plugin plugin, Map<String, Plugin> plugins, Path folder) {
        if (plugins.put(plugin.name(), plugin) != null) {
            throw new ConfigException("Two plugins in " + quoted(folder) + " are named \"" + plugin.name()
                    + "\": rename one in its @ServiceName.");
        }
    }

    private static Plugin plugin(ServiceLoader.Provider<?> provider) {
        ServiceName name = provider.type().getAnnotation(ServiceName.class);
        if (name == null || !NAME.matcher(name.value()).matches()) {
            throw new ConfigException("The plugin " + provider.type().getName() + " has no usable name: give it"
                    + " @ServiceName(\"…\") of lower-case letters, digits and hyphens, beginning with a letter.");
        }
        if (WellKnown.named(name.value()).isPresent()) {
            throw new ConfigException("The plugin " + provider.type().getName() + " is named \"" + name.value()
                    + "\", which is a built-in service: rename it in its @ServiceName.");
        }
        if (name.port() < 0 || name.port() > MAX_PORT) {
            throw new ConfigException("The plugin " + provider.type().getName() + " has the port " + name.port()
                    + ": write one from 0 to " + MAX_PORT + " in its @ServiceName, where 0 takes a free one.");
        }
        return new Plugin(name.value(), name.port(), provider.get());
    }

    private static URL[] jarsIn(Path folder) {
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.toUri().toURL());
            }
        } catch (IOException e) {
            throw new ConfigException(
                    "The plugin folder " + quoted(folder) + " cannot be read: name another with --plugins.");
        }
        return jars.toArray(URL[]::new);
    }

    private static String reason(Throwable e) {
        return Printable.escape(
                e.getCause() == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + e.getCause());
    }

    private static String quoted(Path folder) {
        return Printable.quote(folder.toString());
    }
}
