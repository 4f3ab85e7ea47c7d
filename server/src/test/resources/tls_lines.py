"""Speaks to an echo over TLS: MODE HOST PORT VERSION CA LINES BYTES."""
import select
import socket
import ssl
import sys

mode, host, port, version, authority, count, size = sys.argv[1:8]
context = ssl.create_default_context(cafile=authority)
exact = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}[version]
context.minimum_version = context.maximum_version = exact
lines = b"".join(b"line no. %d %s\n" % (i, b"x" * int(size)) for i in range(int(count)))

tcp = socket.create_connection((host, int(port)), timeout=30)
# Python's TLS socket is not for two threads, and one could not write all while it reads: so its engine.
incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
engine = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
got = bytearray()


def drain():
    tcp.sendall(outgoing.read())


def until(step):
    while True:
        try:
            return step()
        except ssl.SSLWantReadError:
            drain()
            part = tcp.recv(1 << 16)
            incoming.write(part) if part else incoming.write_eof()


def read_whole():
    """Takes what is there; false at the end of the stream."""
    try:
        while part := engine.read(1 << 16):
            got.extend(part)
        return False
    except ssl.SSLWantReadError:
        return True
    except ssl.SSLZeroReturnError:
        return False


until(engine.do_handshake)
drain()
engine.write(lines)
if mode == "whole":  # all at once, read meanwhile
    sealed = memoryview(outgoing.read())
    tcp.setblocking(False)
    while len(got) < len(lines):
        readable, writable, _ = select.select([tcp], [tcp] if sealed else [], [], 30)
        if writable:
            sealed = sealed[tcp.send(sealed):]
        if readable:
            part = tcp.recv(1 << 16)
            incoming.write(part) if part else incoming.write_eof()
        if not (readable or writable) or not read_whole():
            break
elif mode == "half":  # close_notify first, then the answers: what the socket of Python cannot, its engine can
    try:
        engine.unwrap()
    except ssl.SSLWantReadError:
        pass
    drain()
    try:
        while part := until(lambda: engine.read(1 << 16)):
            got += part
    except ssl.SSLZeroReturnError:
        pass
print(engine.version(), bytes(got) == lines, len(got))
