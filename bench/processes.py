"""Builds the C programs and runs the servers that are measured; stops whatever it started, by process id."""

import contextlib
import functools
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

BENCH = pathlib.Path(__file__).resolve().parent
TREE = BENCH.parent
SERVER_CPU = "0"
ANSWER_SECONDS = 20

# Generous, so that nothing is refused, but each datagram passes all guards and all counters: loopback is no exception.
GUARDED = [
    "--unlimited", "none",
    "--source-rate", "1000000000/s",
    "--source-burst", "1000000000",
    "--answer-rate", "100000000000",
]


CANNOT = 69  # EX_UNAVAILABLE of sysexits.h: a check that could not be made did not fail


def refuse(sentence):
    print(sentence, file=sys.stderr)
    sys.exit(2)


def lack(sentence):
    """Ends for want of something that the machine has not."""
    print(sentence, file=sys.stderr)
    sys.exit(CANNOT)


def end_by(main):
    """Runs it and ends with 0, with 1 where it says that something went wrong, or with 130 by Ctrl-C."""
    try:
        sys.exit(1 if main() is False else 0)
    except KeyboardInterrupt:
        sys.exit(130)


def java(home=None):
    """The `java` of a JDK, by default that of JAVA_HOME or of the path."""
    home = home or os.environ.get("JAVA_HOME")
    found = os.path.join(home, "bin", "java") if home else shutil.which("java")
    if not found or not os.path.exists(found):
        lack("No java found: install a JDK (17 or later) or set JAVA_HOME.")
    return found


def jar(program="server", tree=TREE):
    found = tree / program / "target" / f"paloma-{program}.jar"
    if not found.exists():
        refuse(f"No {found.name} found: build it with `mvn -DskipTests package`.")
    return str(found)


@functools.cache
def launcher(*programs, tree=TREE):
    """The script by which people start it; its archives of classes are made here, before anything is measured."""
    script = str(tree / "paloma")
    for program in programs:
        subprocess.run([script, program, "--version"], check=True, stdout=subprocess.DEVNULL)
    return script


def paloma(endpoints, *options, jvm=(), home=None):
    """The command line of a guarded server."""
    return [java(home), *jvm, "-jar", jar(), *endpoints, *GUARDED, *options]


class Bench(contextlib.ExitStack):
    """Everything that is started in here has ended when the block is left, also by Ctrl-C or SIGTERM."""

    def __enter__(self):
        super().__enter__()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        self.folder = pathlib.Path(self.enter_context(tempfile.TemporaryDirectory(prefix="paloma-bench-")))
        return self

    def compile(self, program, *sources, folder="udp"):
        target = self.folder / program
        compiler = shutil.which("cc") or lack("No cc found: install a C compiler, such as Debian's gcc.")
        subprocess.run(
            [compiler, "-O2", "-pthread", "-o", target, *(BENCH / folder / source for source in sources)], check=True)
        return str(target)

    def compile_load(self):
        return self.compile("load", "load.c", "client.c", "measure.c", "question.c")

    def start(self, command, cpu=SERVER_CPU, log=None, pipe=False):
        """Starts a process in a group of its own (socat forks) and on a CPU of its own; `log` takes its output, a pipe
        what it writes to standard output."""
        pinned = ["taskset", "-c", cpu] if cpu else []
        out = self.enter_context(open(log, "w")) if log else subprocess.DEVNULL
        process = subprocess.Popen(
            [*pinned, *command], cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if pipe else out, stderr=out,
            start_new_session=True)
        group_by_priority(process.pid)
        self.callback(stop, process)
        return process


def take_priority(nice):
    """Puts this process, and all that it starts from now on, before or after the rest of the machine."""
    os.setpriority(os.PRIO_PROCESS, 0, nice)
    group_by_priority(os.getpid())


def group_by_priority(pid):
    """The kernel shares time out among sessions first (sched(7), autogroup): there a priority counts once it is told."""
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    with contextlib.suppress(OSError):
        if nice:
            pathlib.Path(f"/proc/{pid}/autogroup").write_text(str(nice))


def stop(process):
    for how in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)


def await_text(log, text, process, seconds=ANSWER_SECONDS):
    """Waits until a process has written `text` into its log."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if text in log.read_text(errors="replace"):
            return
        time.sleep(0.01)
    written = log.read_text(errors="replace").strip()
    sys.exit(f"No `{text}` within {seconds} s from {' '.join(map(str, process.args))}: {written[-500:]}")


def await_end(process, seconds):
    """Waits until a process has ended but keeps it a zombie, for `cpu_seconds`; false when it runs still."""
    end = os.pidfd_open(process.pid)
    try:
        return bool(select.select([end], [], [], max(0, seconds))[0])
    finally:
        os.close(end)


def cpu_seconds(pid):
    """User and system time of all threads so far (proc(5), stat: fields 14 and 15)."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid):
    """Memory that a process holds now (proc(5), status: VmRSS)."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def dropped(port, is_of_readers=False):
    """What the kernel dropped before the UDP sockets of a port, or before those that are connected to it."""
    field = 2 if is_of_readers else 1
    with open("/proc/net/udp") as table:
        rows = [line.split() for line in table][1:]
    return sum(int(row[-1]) for row in rows if row[field].endswith(f":{port:04X}"))


def free_port():
    """A UDP port that nobody holds now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def free_tcp_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def await_answer(port, process, every=0.05, seconds=ANSWER_SECONDS):
    """Asks until something comes back; tells when that was, by `time.monotonic`."""
    end = time.monotonic() + seconds
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.connect(("127.0.0.1", port))
        asker.settimeout(every)
        while time.monotonic() < end and process.poll() is None:
            try:
                asker.send(b"2\n")
                asker.recv(64)
                return time.monotonic()
            except TimeoutError:
                continue
            except ConnectionRefusedError:
                time.sleep(every)
    state = "it runs still" if process.poll() is None else f"it ended with {process.returncode}"
    sys.exit(f"No answer within {seconds} s ({state}) from {' '.join(map(str, process.args))}")


def await_line(port, process, seconds=ANSWER_SECONDS):
    """Asks over TCP until a line comes back."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as asker:
                asker.sendall(b"2\n")
                if asker.recv(64):
                    return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"No line within {seconds} s from {' '.join(map(str, process.args))}")


def run_load(load, port, pid, options, seconds, before=0.1):
    """One turn of the load generator; gives what it printed."""
    command = [load, "-p", str(port), "-P", str(pid), "-t", str(seconds), "-k", str(before), *options.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + before + 30)
    return json.loads(done.stdout)


def machine():
    """The machine in one line, for the head of a table."""
    version = subprocess.run([java(), "-version"], capture_output=True, text=True, check=True).stderr
    jdk = version.split('"')[1]
    kernel = ".".join(os.uname().release.split(".")[:2])
    return f"{os.cpu_count()} cores{processor()}, {os.uname().sysname} {kernel}, {os.uname().machine}, JDK {jdk}"


def processor():
    """The processor's name, and which of the instructions it has that hashing and sealing take (proc(5), cpuinfo)."""
    with contextlib.suppress(OSError, KeyError):
        rows = (line.partition(":") for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines())
        facts = {name.strip(): value.strip() for name, _, value in rows}
        flags = facts["flags"].split()
        told = [f"{'with' if flag in flags else 'without'} {name}"
                for name, flag in (("SHA", "sha_ni"), ("AES", "aes"), ("AVX-512", "avx512f"))]
        return f" of {facts['model name']} ({', '.join(told)})"
    return ""
