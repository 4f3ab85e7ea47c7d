"""Speaks to an echo over TLS: MODE HOST PORT VERSION CA LINES BYTES."""
import socket
import ssl
import sys
import threading

mode, host, port, version, authority, count, size = sys.argv[1:8]
context = ssl.create_default_context(cafile=authority)
exact = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}[version]
context.minimum_version = context.maximum_version = exact
lines = b"".join(b"line no. %d %s\n" % (i, b"x" * int(size)) for i in range(int(count)))

tcp = socket.create_connection((host, int(port)), timeout=30)
if mode == "whole":  # all at once, read meanwhile
    with context.wrap_socket(tcp, server_hostname="localhost") as tls:
        sender = threading.Thread(target=tls.sendall, args=(lines,))
        sender.start()
        got = bytearray()
        while len(got) < len(lines):
            part = tls.recv(1 << 16)
            if not part:
                break
            got += part
        sender.join()
        print(tls.version(), bytes(got) == lines, len(got))
elif mode == "half":  # close_notify first, then the answers: what the socket of Python cannot, its engine can
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    engine = context.wrap_bio(incoming, outgoing, server_hostname="localhost")

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

    until(engine.do_handshake)
    engine.write(lines)
    try:
        engine.unwrap()
    except ssl.SSLWantReadError:
        pass
    drain()
    got = bytearray()
    try:
        while True:
            part = until(lambda: engine.read(1 << 16))
            if not part:
                break
            got += part
    except ssl.SSLZeroReturnError:
        pass
    print(engine.version(), bytes(got) == lines, len(got))
