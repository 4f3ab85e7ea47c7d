# Runs in a network namespace of its own: SERVER-COMMAND serves one host, and another host sends to all of its network.
set -eu
ip link set lo up
unshare -n sleep 120 &
other=$!
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
there() { nsenter -t $other -n "$@"; }
ip link add net0 type veth peer name net1
ip link set net1 netns $other
ip addr add 10.77.0.1/24 dev net0
ip addr add fd77::1/64 dev net0 nodad
ip link set net0 up
there ip addr add 10.77.0.2/24 dev net1
there ip addr add fd77::2/64 dev net1 nodad
there ip link set net1 up
there ip route add default dev net1

"$@" > out &
server=$!
for i in $(seq 600); do if grep -q '"ready"' out; then break; else sleep 0.1; fi; done
there python3 -c '
import socket

def send(text, address, family=socket.AF_INET):
    s = socket.socket(family, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    if family == socket.AF_INET6:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, socket.if_nametoindex("net1"))
    s.sendto(text, address)
    return s

for text in b"one", b"two", b"three":
    send(text + b" by broadcast", ("10.77.0.255", 8888))
    send(text + b" to everybody", ("255.255.255.255", 8888))
    send(text + b" to the group", ("239.1.2.3", 8889))
    send(text + b" to the group of IPv6", ("ff15::5", 8890), socket.AF_INET6)
asked = send(b"everybody", ("10.77.0.255", 7007))
one = send(b"you", ("10.77.0.1", 7007))
one.settimeout(20)
print("one answers", one.recv(100).decode(), flush=True)
asked.settimeout(0.5)
try:
    print("to a broadcast answers", asked.recv(100).decode(), flush=True)
except socket.timeout:
    pass
'
kill $server
wait $server
cat out
