"""Sends one UDP datagram over loopback whose source port is a lie: FROM_PORT TO_PORT. Takes a raw socket."""
import socket
import struct
import sys

source, target = int(sys.argv[1]), int(sys.argv[2])
payload = b"ping"
host = socket.inet_aton("127.0.0.1")
length = 8 + len(payload)
# RFC 791 (the kernel fills in length and checksum) and RFC 768 (checksum 0: there is none).
ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + length, 0, 0, 64, socket.IPPROTO_UDP, 0, host, host)
udp = struct.pack("!HHHH", source, target, length, 0)
with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as s:
    s.sendto(ip + udp + payload, ("127.0.0.1", 0))
