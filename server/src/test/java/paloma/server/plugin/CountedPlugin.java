package paloma.server.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A plugin that notes each of its constructions and by which class loader: classes of two loaders share no field. */
public final class CountedPlugin {
    private static final String NOTES = "paloma.test.plugin";

    private CountedPlugin() {}

    public static void write(Path folder) throws IOException {
        System.clearProperty(NOTES);
        PluginJar.write(folder, "Counted", """
                import paloma.service.Request;
                import paloma.service.Service;
                import paloma.service.ServiceName;

                @ServiceName("counted")
                public final class Counted implements Service {
                    public Counted() {
                        String before = System.getProperty("%1$s", "");
                        String loader = Integer.toString(System.identityHashCode(Counted.class.getClassLoader()));
                        System.setProperty("%1$s", before + loader + " ");
                    }

                    @Override
                    public void serve(Request request) {
                        request.answer("counted");
                    }
                }
                """.formatted(NOTES));
    }

    /** Returns the class loader of each construction since {@link #write}. */
    public static List<String> loaders() {
        String notes = System.getProperty(NOTES, "").strip();
        return notes.isEmpty() ? List.of() : List.of(notes.split(" "));
    }
}
