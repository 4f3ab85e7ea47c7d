"""nginx with its stream module in front of a server: what a datagram costs there, and how many sessions it holds."""

import os
import pathlib
import shutil
import socket
import time

from processes import await_answer, free_port, lack, resident_megabytes, run_load

MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so"  # Debian's libnginx-mod-stream
CONFIGURATION = """{module}worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
{user}daemon off;
worker_rlimit_nofile 100000;
events {{ worker_connections {connections}; }}
stream {{
    upstream servers {{ hash $remote_addr$remote_port consistent; server 127.0.0.1:{server}; }}
    server {{ listen 127.0.0.1:{port} udp; proxy_pass servers; }}
}}
"""


class Nginx:
    """One worker, on a processor of its own."""

    def __init__(self, bench, server_port, connections, cpu):
        nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or lack("No nginx found.")
        self.port = free_port()
        folder = bench.folder / f"nginx-{self.port}"
        folder.mkdir()
        file = folder / "nginx.conf"
        file.write_text(CONFIGURATION.format(
            folder=folder, port=self.port, server=server_port, connections=connections,
            user="user root;\n" if os.geteuid() == 0 else "",
            module=f"load_module {MODULE};\n" if os.path.exists(MODULE) else ""))
        self.process = bench.start([nginx, "-p", folder, "-e", folder / "nginx-error.log", "-c", file], cpu=cpu,
                                   log=folder / "nginx.log")
        await_answer(self.port, self.process)
        self.worker = int(self.children()[0])

    def children(self):
        return pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()

    def kilobytes(self):
        return resident_megabytes(self.worker) * 1024


def cost(nginx, load, options, seconds):
    """Returns the load generator's figures, and nginx's CPU time a datagram in microseconds: each answer takes two."""
    turn = run_load(load, nginx.port, nginx.worker, options, seconds)
    return turn, turn["cpu_us"] / 2


def sessions(nginx, count, seconds=5):
    """Asks from so many ports, some at a time, and tells how many have had an answer."""
    answered, held = 0, []
    for number in range(count):
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.connect(("127.0.0.1", nginx.port))
        one.send(b"hello\n")
        held.append(one)
        if number % 100 == 99:
            time.sleep(0.02)
    until = time.monotonic() + seconds
    waiting = set(held)
    while waiting and time.monotonic() < until:
        for one in list(waiting):
            try:
                if one.recv(64, socket.MSG_DONTWAIT) == b"hello\n":
                    answered += 1
                    waiting.discard(one)
            except BlockingIOError:
                continue
            except ConnectionRefusedError:
                waiting.discard(one)
    return answered, held
