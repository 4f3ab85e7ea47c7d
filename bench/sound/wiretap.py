#!/usr/bin/env python3
"""Writes down each UDP packet over IPv4 that crosses a device until SIGTERM: wiretap.py DEVICE FILE.

A record has the time (monotonic), whether the packet left, its IP length, its port, its place among fragments, and the
first bytes of its payload: what tells one RTP packet from another.
"""

import signal
import socket
import struct
import sys
import time

RECORD = struct.Struct("<q?HHH12s")
ETH_P_ALL = 3
SO_TIMESTAMPNS = 35  # Linux, asm-generic/socket.h; Python has no name for it
UDP = 17
HEAD_BYTES = 12
BUFFER_BYTES = 8 << 20


def main(device, file):
    offset = time.time_ns() - time.monotonic_ns()
    with open_socket(device) as tap, open(file, "wb") as out:
        print("ready", flush=True)
        while True:
            packet, extra, _, sender = tap.recvmsg(2048, 64)
            if is_udp(packet):
                out.write(record(packet, nanos(extra) - offset, sender[2] == socket.PACKET_OUTGOING))


def open_socket(device):
    tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
    tap.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    tap.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    tap.bind((device, ETH_P_ALL))
    return tap


def is_udp(packet):
    return len(packet) >= 20 and packet[0] >> 4 == 4 and packet[9] == UDP


def nanos(extra):
    """When the kernel saw it, by the clock of the wall."""
    for level, kind, data in extra:
        if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
            seconds, rest = struct.unpack("qq", data[:16])
            return seconds * 1_000_000_000 + rest
    return time.time_ns()


def record(packet, monotonic, left):
    payload = (packet[0] & 15) * 4 + 8
    length, fragment = int.from_bytes(packet[2:4], "big"), int.from_bytes(packet[6:8], "big") & 0x1FFF
    port = 0 if fragment else int.from_bytes(packet[payload - 6:payload - 4], "big")
    head = b"" if fragment else packet[payload:payload + HEAD_BYTES]
    return RECORD.pack(monotonic, left, length, port, fragment, head)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    main(sys.argv[1], sys.argv[2])
