"""Plays systemd: opens sockets, passes them to a server (sd_listen_fds(3)), and restarts it at each line of its input.

Arguments: the path of a UNIX datagram socket, then the command of the server. Prints the ports of UDP and TCP, then a line
after each restart. Ends the server at the end of its input.
"""
import fcntl
import os
import signal
import socket
import sys

FIRST = 3


def listening():
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    udp.bind(("127.0.0.1", 0))
    tcp = socket.socket()
    tcp.bind(("127.0.0.1", 0))
    tcp.listen()
    unix = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    unix.bind(sys.argv[1])
    return [udp, tcp, unix]


def start(sockets):
    child = os.fork()
    if child == 0:
        aside = [fcntl.fcntl(each.fileno(), fcntl.F_DUPFD, FIRST + len(sockets)) for each in sockets]
        for number, each in enumerate(aside, FIRST):
            os.dup2(each, number)
            fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_NONBLOCK)
        os.dup2(2, 1)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(sockets)), LISTEN_FDNAMES="echo:echo:echo")
        os.execvp(sys.argv[2], sys.argv[2:])
    return child


def stop(child):
    os.kill(child, signal.SIGTERM)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main():
    sockets = listening()
    print(sockets[0].getsockname()[1], sockets[1].getsockname()[1], flush=True)
    child = start(sockets)
    for _ in sys.stdin:
        code = stop(child)
        child = start(sockets)
        print("restarted after", code, flush=True)
    sys.exit(stop(child))


main()
