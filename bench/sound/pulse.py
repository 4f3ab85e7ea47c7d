"""A PulseAudio of our own with two sinks that nobody hears: `mic` is where sound is played to be captured, `speaker`
where it is played to be heard. What each plays can be recorded from its monitor."""

import shutil
import subprocess
import sys
import time

from processes import ANSWER_SECONDS, lack
from sound.noise import CHANNELS, RATE

PROGRAMS = ("pulseaudio", "pactl", "pacat", "parec")
SHAPE = ["--raw", "--format=s16le", f"--rate={RATE}", f"--channels={CHANNELS}"]
RECORD_MS = 10  # of sound come at a time
PLAY_MS = 500  # are queued: whoever plays the noise may be held up


def require_pulse():
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        lack(f"No {', '.join(missing)} found: install Debian's pulseaudio and pulseaudio-utils.")


class Pulse:
    """UNIX sockets know nothing of network namespaces: one server serves the programs of all."""

    def __init__(self, bench):
        self.bench = bench
        self.home = bench.folder / "pulse"
        self.home.mkdir(mode=0o700)
        # Java Sound plays by ALSA, which is to play by PulseAudio.
        (self.home / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
        self.log = bench.folder / "pulse.log"
        sinks = [word for sink in ("mic", "speaker") for word in (
            "-L", f"module-null-sink sink_name={sink} rate={RATE} channels={CHANNELS}")]
        self.server = bench.start(self.program(
            "pulseaudio", "--system=false", "--daemonize=no", "--exit-idle-time=-1", "-n",
            "-L", "module-native-protocol-unix", *sinks), cpu=None, log=self.log)
        self.await_ready()

    def await_ready(self):
        end = time.monotonic() + ANSWER_SECONDS
        while subprocess.run(self.program("pactl", "info"), capture_output=True, timeout=ANSWER_SECONDS).returncode:
            if self.server.poll() is not None or time.monotonic() > end:
                sys.exit(f"PulseAudio does not start: {self.log.read_text(errors='replace').strip()[-500:]}")
            time.sleep(0.05)

    def program(self, *command):
        """A command line that records from the one sink's monitor and plays to the other sink."""
        return ["env", "-u", "PULSE_SERVER", f"HOME={self.home}", f"XDG_RUNTIME_DIR={self.home}",
                "PULSE_SOURCE=mic.monitor", "PULSE_SINK=speaker", *command]

    def play(self, sink, file):
        return self.bench.start(
            self.program("pacat", "--playback", *SHAPE, f"--device={sink}", f"--latency-msec={PLAY_MS}", str(file)),
            cpu=None, log=self.log)

    def record(self, sink):
        """Its standard output is what the sink plays, as it plays it."""
        return self.bench.start(
            self.program("parec", *SHAPE, f"--device={sink}.monitor", f"--latency-msec={RECORD_MS}"),
            cpu=None, pipe=True)
