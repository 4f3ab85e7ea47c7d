#!/usr/bin/env python3
"""Two servers on one folder over NFS 4.2: puts through both, while one is killed, stands still, or loses its network.

The kernel's own NFS server serves a folder in memory; two network namespaces mount it, each as a client of its own with
its own locks. Needs root, a kernel with nfsd, and Debian's nfs-kernel-server and nfs-common; refuses where an NFS server
runs already.
"""

import argparse
import contextlib
import filecmp
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import time

from processes import Bench, await_text, end_by, jar, java, lack, machine
from tables import row, rule

NFSD = pathlib.Path("/proc/fs/nfsd")
SIDES = ("a", "b")
MOUNT = ('echo "$1" > /sys/fs/nfs/net/nfs_client/identifier; mount -t nfs4 -o vers=4.2,lookupcache=positive "$2" "$3"'
         ' && shift 3 && exec "$@"')
START_SECONDS = 300
AFTER_SECONDS = 6  # in which one who was woken may do harm
LOCK = ("import fcntl, sys, time\nfile = open(sys.argv[1], 'a+')\n"
        "try:\n    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)\nexcept OSError:\n    sys.exit(1)\n"
        "print('locked', flush=True)\ntime.sleep(float(sys.argv[2]))\n")


class Nfs:
    """The export, and what the two see of it."""

    def __init__(self, bench, lease_seconds):
        self.bench, self.export, self.mounted = bench, bench.folder / "export", bench.folder / "mounted"
        self.export.mkdir()
        self.mounted.mkdir()
        run("mount", "-t", "tmpfs", "paloma-nfs", self.export)
        bench.callback(run, "umount", "-l", self.export)
        for number, side in enumerate(SIDES, 1):
            run("ip", "netns", "add", name(side))
            bench.callback(quietly, "ip", "netns", "del", name(side))
            run("ip", "link", "add", name(side), "type", "veth", "peer", "name", "wan0", "netns", name(side))
            run("ip", "addr", "add", f"10.77.{number}.1/24", "dev", name(side))
            run("ip", "link", "set", name(side), "up")
            for words in (("addr", "add", f"{host(side)}/24", "dev", "wan0"), ("link", "set", "wan0", "up"),
                          ("link", "set", "lo", "up")):
                run("ip", "-n", name(side), *words)
        (NFSD / "nfsv4leasetime").write_text(f"{lease_seconds}\n")
        (NFSD / "nfsv4gracetime").write_text(f"{lease_seconds}\n")
        bench.start(["rpc.mountd", "-F", "-N", "3"], cpu=None, log=bench.folder / "mountd.log")
        run("exportfs", "-i", "-o", "rw,no_root_squash,fsid=0,no_subtree_check", f"*:{self.export}")
        bench.callback(quietly, "exportfs", "-u", f"*:{self.export}")
        run("rpc.nfsd", "-N", "3", "4")
        bench.callback(quietly, "rpc.nfsd", "0")
        time.sleep(lease_seconds + 1)  # its time of grace, in which it gives no locks

    def command(self, side, *words):
        """Runs it where the export is mounted by that side."""
        return ["ip", "netns", "exec", name(side), "sh", "-c", MOUNT, "sh", f"{side}-{secrets.token_hex(4)}",
                f"10.77.{1 + SIDES.index(side)}.1:/", self.mounted, *words]

    def cut(self, side):
        run("ip", "link", "set", name(side), "down")

    def mend(self, side):
        run("ip", "link", "set", name(side), "up")


def run(*words):
    subprocess.run(list(map(str, words)), check=True)


def quietly(*words):
    with contextlib.suppress(subprocess.CalledProcessError):
        run(*words)


def name(side):
    return f"pnfs-{side}"


def host(side):
    return f"10.77.{1 + SIDES.index(side)}.2"


class Servers:
    def __init__(self, nfs, bench):
        self.nfs, self.bench, self.processes = nfs, bench, {}
        for side in SIDES:
            self.start(side)

    def start(self, side):
        log = self.bench.folder / f"{side}-{time.monotonic_ns()}.log"
        self.processes[side] = self.bench.start(
            self.nfs.command(side, java(), "-Xmx400m", "-jar", jar(), f"files=udp://{host(side)}:7777", "--files-open",
                             "--data", self.nfs.mounted / "data", "--replica", side, "--admin", "off", "--format", "json"),
            cpu=None, log=log)
        await_text(log, '"event":"ready"', self.processes[side], START_SECONDS)

    def signal(self, side, number):
        os.killpg(self.processes[side].pid, number)


class Puts:
    """Puts of one file under other names, each begun at `a` and ended at `b`."""

    def __init__(self, nfs, servers, bench, options):
        self.nfs, self.servers, self.bench, self.options = nfs, servers, bench, options
        self.file = bench.folder / "file"
        self.file.write_bytes(os.urandom(options.megabytes << 20))
        self.known = bench.folder / "known_servers"

    def client(self, side, target, *options):
        log = self.bench.folder / f"put-{target}-{side}.log"
        command = [java(), "-Xmx256m", "-jar", jar("client"), "put", self.file, f"{host(side)}/{target}", *options,
                   "--known-servers", self.known]
        return self.bench.start(command, cpu=None, log=log), log

    def row(self, what, target, blow, after=lambda: None):
        """Begins at `a`, strikes it, goes on at `b`; then undoes the blow and looks whether it has done any harm."""
        first, _ = self.client("a", target, "--limit", self.options.limit)
        self.await_part(target)
        blow()
        first.kill()
        begun = time.monotonic()
        second, log = self.client("b", target, "--retry", "5m")
        code = second.wait()
        seconds = time.monotonic() - begun
        after()
        time.sleep(AFTER_SECONDS)
        stored = self.nfs.export / "data" / "files" / target
        equal = stored.exists() and filecmp.cmp(stored, self.file, shallow=False)
        left = sorted(path.name for path in stored.parent.iterdir() if target in path.name and path != stored)
        row(what, code, f"{seconds:.1f}", "yes" if equal else "NO", ", ".join(left) or "nothing",
            log.read_text(errors="replace").replace("\r", "\n").strip().splitlines()[-1].rpartition("\x1b[K")[2])
        return equal and code == 0

    def await_part(self, target):
        files = self.nfs.export / "data" / "files"
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if any(target in path.name and path.stat().st_blocks > 4096 for path in files.iterdir()):
                return
            time.sleep(0.1)
        sys.exit(f"Nothing of {target} has come within {START_SECONDS} s.")


def locks(nfs, bench):
    """Whether the folder keeps what the server counts on: a lock holds between hosts, and ends with its holder."""
    file = nfs.mounted / "lock"
    log = bench.folder / "lock.log"
    holder = bench.start(nfs.command("a", sys.executable, "-c", LOCK, file, "600"), cpu=None, log=log)
    await_text(log, "locked", holder)
    got = try_lock(nfs, file)
    os.killpg(holder.pid, signal.SIGSTOP)
    got_of_stopped = try_lock(nfs, file)
    os.killpg(holder.pid, signal.SIGKILL)
    begun = time.monotonic()
    while not try_lock(nfs, file):
        pass
    print(f"A lock of one host keeps the other out: {'no' if got else 'yes'}; while its holder is stopped:"
          f" {'no' if got_of_stopped else 'yes'}; it was free {time.monotonic() - begun:.1f} s after the holder was killed.")
    return not got and not got_of_stopped


def try_lock(nfs, file):
    return subprocess.run(list(map(str, nfs.command("b", sys.executable, "-c", LOCK, file, "0"))),
                          stdout=subprocess.DEVNULL).returncode == 0


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--limit", default="40mbit", help="of what is sent before each blow (40mbit)")
    parser.add_argument("--lease", type=int, default=15, help="of the NFS server, in seconds (15; Linux has 90)")
    return parser.parse_args()


def check():
    if os.geteuid() != 0:
        lack("It takes root: namespaces, mounts, an NFS server.")
    for program in ("rpc.nfsd", "rpc.mountd", "exportfs", "mount.nfs4", "ip"):
        shutil.which(program) or lack(f"No {program} found: install nfs-kernel-server, nfs-common and iproute2.")
    for module in ("nfsd", "nfsv4", "veth"):
        subprocess.run(["modprobe", "-q", module], check=False)
    if "nfsd" not in pathlib.Path("/proc/filesystems").read_text():
        lack("This kernel has no nfsd.")
    if not (NFSD / "threads").exists():
        run("mount", "-t", "nfsd", "nfsd", NFSD)
    if int((NFSD / "threads").read_text()):
        lack("An NFS server runs here already.")


def main():
    options = read_options()
    check()
    with Bench() as bench:
        nfs = Nfs(bench, options.lease)
        good = locks(nfs, bench)
        servers = Servers(nfs, bench)
        puts = Puts(nfs, servers, bench, options)
        print(f"\n    {' '.join(['bench/nfs.py', *sys.argv[1:]])}\n\n{machine()}; {options.megabytes} MiB.\n")
        row("what happens to a, in the middle of a put", "exit code of the put at b", "s", "equal, also 6 s later",
            "left beside it", "the client's last line")
        rule(6)
        good &= puts.row("its client ends", "ended", lambda: None)
        good &= puts.row("SIGKILL", "killed", lambda: servers.signal("a", signal.SIGKILL), lambda: servers.start("a"))
        good &= puts.row("SIGSTOP, and SIGCONT when b is done", "stopped", lambda: servers.signal("a", signal.SIGSTOP),
                         lambda: servers.signal("a", signal.SIGCONT))
        good &= puts.row("its network is cut, and comes back when b is done", "cut", lambda: nfs.cut("a"),
                         lambda: nfs.mend("a"))
    return good


if __name__ == "__main__":
    end_by(main)
