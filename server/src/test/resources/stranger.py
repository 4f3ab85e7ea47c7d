"""Forges datagrams from VICTIM to a server that speaks unasked, and prints what left the server for VICTIM.

SERVER PORT VICTIM PORTS DATAGRAMS: each of as many ports of VICTIM is said to send as many datagrams: lines, wrong codes,
codes of other ports, empty ones. Takes raw and packet sockets. What leaves is seen by a packet socket, whether anybody
receives it or not; prints for each port "PORT DATAGRAMS BYTES", then what a witness got who sent his code.
"""
import ctypes
import random
import socket
import struct
import sys

host, port, victim = sys.argv[1], int(sys.argv[2]), sys.argv[3]
ports = [40_000 + i for i in range(int(sys.argv[4]))]
datagrams = int(sys.argv[5])
is_ipv6 = ":" in host
family = socket.AF_INET6 if is_ipv6 else socket.AF_INET
server_bytes, victim_bytes = socket.inet_pton(family, host), socket.inet_pton(family, victim)


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF or 0xFFFF


def forged(source, payload):
    """RFC 791 or RFC 8200, and RFC 768."""
    length = 8 + len(payload)
    udp = struct.pack("!HHHH", source, port, length, 0)
    if not is_ipv6:
        return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + length, 0, 0, 64, 17, 0, victim_bytes, server_bytes) + udp + payload
    pseudo = victim_bytes + server_bytes + struct.pack("!II", length, 17)
    udp = struct.pack("!HHHH", source, port, length, checksum(pseudo + udp + payload))
    return struct.pack("!IHBB16s16s", 0x60000000, length, 17, 64, victim_bytes, server_bytes) + udp + payload


def seen(watch):
    """Returns the payloads that left the server for each port of the victim since the last time."""
    left = {}
    while True:
        try:
            frame, (_, _, kind, *_) = watch.recvfrom(65_536)
        except (BlockingIOError, socket.timeout):
            return left
        packet = frame[14:]
        if kind != 0:  # PACKET_HOST: what comes in over loopback has left before
            continue
        header = 40 if packet[:1] and packet[0] >> 4 == 6 else 20
        source, target, length, _ = struct.unpack("!HHHH", packet[header:header + 8])
        if source == port and packet[header - len(victim_bytes):header] == victim_bytes:
            left.setdefault(target, []).append(packet[header + 8:header + length])


random.seed(17)
raw = socket.socket(family, socket.SOCK_RAW, socket.IPPROTO_RAW)
watch = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x86DD if is_ipv6 else 0x0800))
watch.bind(("lo", 0))
watch.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 20)
SO_ATTACH_FILTER = 26
# Only what comes from the port of the server, or other traffic over loopback would keep the watch busy for ever: load the half
# word behind the headers of Ethernet and IP; is it the port? take all : take nothing (the kernel's networking/filter).
code = struct.pack(
    "=HBBI HBBI HBBI HBBI", 0x28, 0, 0, 14 + (40 if is_ipv6 else 20), 0x15, 0, 1, port, 0x06, 0, 0, 65_535, 0x06, 0, 0, 0)
keep = ctypes.create_string_buffer(code)
watch.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HP", 4, ctypes.addressof(keep)))


def send(source, payload):
    raw.sendto(forged(source, payload), (host, 0))


def settle():
    """Has the server answer somebody honest: by then it has looked at what came before, on this socket of it at least."""
    one = socket.socket(family, socket.SOCK_DGRAM)
    one.settimeout(20)
    one.connect((host, port))
    one.send(b"hello")
    one.recv(100)
    one.close()


left = {}


def look():
    watch.settimeout(0.3)
    for target, payloads in seen(watch).items():
        left.setdefault(target, []).extend(payloads)


witness = 39_999
for source in [witness, *ports]:
    send(source, b"hello\n")
settle()
look()
# Who has his code and is where it was sent to is served: what is watched is the right place.
send(witness, left[witness][0].decode().split(": ")[1].encode())
settle()
look()
codes = {source: left[source][0].decode().split(": ")[1] for source in ports if source in left}
for i in range(datagrams):
    for source in ports:
        other = codes.get(random.choice(ports), "").strip()
        own = codes.get(source, "").strip()
        wrong = f"{random.randrange(1_000_000):06d}"
        send(source, random.choice([
            b"hello\n" * random.randrange(200), b"", b"\n", wrong.encode() + b"\nhello",
            (other if other != own else wrong).encode(), b"/who\n", b"To join, send: " + own.encode(), own.encode() + b"x",
        ]))
    if i % 50 == 49:
        look()
for _ in range(8):
    settle()
look()
for source in ports:
    print(source, len(left.get(source, [])), sum(map(len, left.get(source, []))))
print("witness", len(left[witness]))
