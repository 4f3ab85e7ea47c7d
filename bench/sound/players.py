"""Who sends sound and who plays it: paloma, and peers where they are installed. Their command lines are here alone."""

import shutil

from processes import lack, launcher, refuse
from sound.noise import CHANNELS, RATE

RTP_PORT = 5004
RAW_PORT = 12345
L16_CAPS = (f"application/x-rtp,media=audio,clock-rate={RATE},encoding-name=L16,encoding-params=(string){CHANNELS},"
            f"channels={CHANNELS},payload=10")
PACKET_NANOS = 5_000_000


class Paloma:
    name = "paloma"
    ready = "Waiting for a sender"  # what the receiver says when it can be sent to, if it says so
    paces = True  # what it writes to standard output comes as a sound card would play it

    def __init__(self, wire="rtp", redundancy=0):
        self.wire = wire
        self.extra = ["--redundancy", str(redundancy)] if redundancy else []
        self.port = RAW_PORT if wire == "raw" else RTP_PORT

    def sender(self, host, wav, folder):
        return [launcher("audio"), "audio", "send", "--to", f"{host}:{self.port}", "--wire", self.wire,
                "--from", str(wav), *self.extra]

    def receiver(self, latency_ms, folder):
        return [launcher("audio"), "audio", "receive", "--listen", f":{self.port}", "--wire", self.wire,
                "--latency", str(latency_ms), "--to", "-"]


class Gst:
    name, wire, port, ready, paces = "gst", "rtp", RTP_PORT, None, True

    def sender(self, host, wav, folder):
        return ["gst-launch-1.0", "-q", "filesrc", f"location={wav}", "!", "wavparse", "!", "audioconvert", "!",
                "audio/x-raw,format=S16BE", "!", "rtpL16pay", "pt=10", f"min-ptime={PACKET_NANOS}",
                f"max-ptime={PACKET_NANOS}", "!", "udpsink", f"host={host}", f"port={RTP_PORT}", "sync=true"]

    def receiver(self, latency_ms, folder):
        return ["gst-launch-1.0", "-q", "udpsrc", f"port={RTP_PORT}", f"caps={L16_CAPS}", "!", "rtpjitterbuffer",
                f"latency={latency_ms}", "do-lost=true", "!", "rtpL16depay", "!", "audioconvert", "!",
                f"audio/x-raw,format=S16LE,rate={RATE},channels={CHANNELS}", "!", "audiorate", "!", "fdsink", "fd=1",
                "sync=true"]


class Ffmpeg:
    """Hands on what comes when it comes: a sound card with a buffer of the latency is put behind it."""

    name, wire, port, ready, paces = "ffmpeg", "rtp", RTP_PORT, None, False

    def sender(self, host, wav, folder):
        return ["ffmpeg", "-loglevel", "error", "-re", "-i", str(wav), "-acodec", "pcm_s16be", "-payload_type", "10",
                "-f", "rtp", f"rtp://{host}:{RTP_PORT}?pkt_size=894"]

    def receiver(self, latency_ms, folder):
        session = folder / "session.sdp"
        session.write_text(f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 0.0.0.0\nt=0 0\n"
                           f"m=audio {RTP_PORT} RTP/AVP 10\na=rtpmap:10 L16/{RATE}/{CHANNELS}\n")
        return ["ffmpeg", "-loglevel", "error", "-protocol_whitelist", "file,udp,rtp", "-analyzeduration", "0",
                "-probesize", "32", "-fflags", "nobuffer", "-max_delay", str(latency_ms * 500), "-i", str(session),
                "-f", "s16le", "-flush_packets", "1", "pipe:1"]


PEERS = {peer.name: (program, peer) for program, peer in (("ffmpeg", Ffmpeg), ("gst-launch-1.0", Gst))}


def find_peers(names):
    """Those that are asked for; ends in a sentence where one is not installed."""
    for name in names:
        if name not in PEERS:
            refuse(f"There is no {name}: say some of {','.join(PEERS)}.")
        if not shutil.which(PEERS[name][0]):
            lack(f"No {PEERS[name][0]} found: install it, or leave {name} out of --peers.")
    return [PEERS[name][1]() for name in names]
