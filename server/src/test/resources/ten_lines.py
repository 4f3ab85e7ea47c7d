"""Clients in ten lines each, of Python's standard library alone: SERVICE PORT."""
import socket
import sys
import threading

service, port = sys.argv[1], int(sys.argv[2])
server = ("127.0.0.1", port)


def client():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(5)
    s.connect(server)  # what another test's server still sends to whoever had this port before is not heard
    return s


def ask(s, payload):
    s.send(payload)
    return s.recv(65536)


if service == "prime":
    s = client()
    for text in ["4j", "4", "5", "-5", "17", "29", str(2**50), str(2**50 - 1)]:
        print(text, ask(s, text.encode()).decode().strip())
elif service == "uppercase":
    print(ask(client(), b"  hello from python\n").decode())
elif service == "greet":
    print(ask(client(), b"Hello UDP Server").decode())
elif service == "echo":
    s = client()
    for size in (0, 1, 1472, 1473, 9000, 65507):
        payload = bytes(i % 251 for i in range(size))
        print(size, ask(s, payload) == payload)
elif service == "tcp":
    with socket.create_connection(server, 5) as s:
        s.sendall(b"one\r\ntwo\nthree")
        s.shutdown(socket.SHUT_WR)
        print(b"".join(iter(lambda: s.recv(4096), b"")))
elif service == "upload":
    # 160 datagrams of all four fit into the receive buffer that Linux gives by default: none can be lost.
    def upload(letter):
        s = client()
        for i in range(40):
            s.send((letter * 1016 + "%08d" % i).encode())
        s.send(b"bye")

    senders = [threading.Thread(target=upload, args=(c,)) for c in "abcd"]
    for t in senders:
        t.start()
    for t in senders:
        t.join()
