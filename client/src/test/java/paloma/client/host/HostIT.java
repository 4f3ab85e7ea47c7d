package paloma.client.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import paloma.client.Outcome;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

class HostIT {
    private static final String PYTHON = """
            import os, socket
            def shown(words):
                return ' '.join(words) or '-'
            def reverse(address):
                try:
                    name, aliases, _ = socket.gethostbyaddr(address)
                    return ' '.join([name] + aliases)
                except OSError:
                    return '-'
            system = os.uname()
            print('system     %s %s %s' % (system.sysname, system.release, system.machine))
            print('version    ' + system.version)
            print('node       ' + system.nodename)
            name, aliases, addresses = socket.gethostbyname_ex(system.nodename)
            print('name       ' + name)
            print('aliases    ' + shown(aliases))
            print('addresses  ' + shown(addresses))
            for address in addresses:
                print('reverse    %s %s' % (address, reverse(address)))
            """;

    @Test
    void tellsOfThisMachineWhatPythonTells() throws Exception {
        Ended python = python();
        Outcome outcome = Outcome.of("host");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines()).containsAll(python.out().lines().toList());
    }

    @Test
    void knowsLocalhostAndItsReverse() {
        Outcome outcome = Outcome.of("host", "localhost");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("name       localhost", "addresses  127.0.0.1", "reverse    127.0.0.1 ");
    }

    @Test
    void saysThatANameIsNotKnown() {
        Outcome outcome = Outcome.of("host", "no-such-host.invalid");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "The host \"no-such-host.invalid\" is not known; check its name." + System.lineSeparator()));
    }

    private static Ended python() throws IOException, InterruptedException {
        Processes.require("python3");
        Ended ended = Ended.of("python3", "-c", PYTHON);
        assumeTrue(ended.exitCode() == 0, "Python knows nothing of this machine: " + ended.err());
        return ended;
    }
}
