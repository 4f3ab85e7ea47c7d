package paloma.audio.device;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import paloma.net.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "devices",
        description = "Lists the microphones and speakers of this machine.",
        mixinStandardHelpOptions = true)
public final class DevicesCommand implements Runnable {
    private final Supplier<List<SoundDevice>> devices;

    @Spec
    private CommandSpec spec;

    public DevicesCommand() {
        this(SoundDevice::here);
    }

    DevicesCommand(Supplier<List<SoundDevice>> devices) {
        this.devices = devices;
    }

    @Override
    public void run() {
        List<SoundDevice> found = devices.get();
        PrintWriter out = spec.commandLine().getOut();
        print(out, "Inputs", found, SoundDevice::records, "none (no microphone found)");
        print(out, "Outputs", found, SoundDevice::plays, "none (no speaker found)");
    }

    private static void print(
            PrintWriter out, String title, List<SoundDevice> found, Predicate<SoundDevice> wanted, String otherwise) {
        out.println(title);
        List<SoundDevice> listed = found.stream().filter(wanted).toList();
        if (listed.isEmpty()) {
            out.println("  " + otherwise);
        }
        for (SoundDevice device : listed) {
            out.printf("  %s (%s)%n", Printable.escape(device.name()), Printable.escape(device.description()));
        }
    }
}
