"""Holds files.py to the public test vectors of Noise and to the examples of docs/wire.md: python3 files_test.py"""

import pathlib
import re
import unittest

import files
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

CHECKOUT = pathlib.Path(__file__).resolve().parents[1]
OURS = CHECKOUT / "transfer/core/src/test/resources/paloma/transfer/noise/vectors.txt"
PUBLIC = [folder / "shared/noise/vectors.txt" for folder in CHECKOUT.parents]  # beside the checkout, where it is there
PAGE = (CHECKOUT / "docs/wire.md").read_text(encoding="utf-8")


def vectors(file):
    """Yields the fields of each line; the last is the list of payload and message."""
    for line in file.read_text().splitlines():
        if line and not line.startswith("#"):
            _, name, *fields, messages = line.split("|")
            pairs = [tuple(bytes.fromhex(part) for part in pair.split(":")) for pair in messages.split(",")]
            yield name, [bytes.fromhex(field) for field in fields], pairs


def private(key):
    return X25519PrivateKey.from_private_bytes(key)


class NoiseTest(unittest.TestCase):
    def test_writes_and_reads_what_the_vectors_have(self):
        for file in [OURS] + [path for path in PUBLIC if path.exists()]:
            for number, vector in enumerate(vectors(file)):
                with self.subTest(file=file, number=number):
                    self.follow(*vector)

    def follow(self, name, fields, pairs):
        prologue, psk, e, s, _, _, handshake_hash = fields
        self.assertEqual(bool(psk), "psk0" in name)
        handshake = files.Handshake(prologue, files.public(private(s)), psk, private(e))
        self.assertEqual(pairs[0][1], handshake.write(pairs[0][0]))
        self.assertEqual(pairs[1][0], handshake.read(pairs[1][1]))
        self.assertIn(handshake_hash, (b"", handshake.h))
        keys = handshake.split()
        for i, (payload, message) in enumerate(pairs[2:]):
            self.assertEqual(message, files.AESGCM(keys[i % 2]).encrypt(files.nonce(i // 2), payload, b""))


def section(title):
    return PAGE.split("\n### %s\n" % title)[1].split("\n##")[0]


def examples(title):
    """Returns the bytes of each block of hex in a section of the page."""
    return [unhex(block) for block in re.findall(r"\n```\n(.*?)\n```", section(title), re.S)]


def example(title):
    return examples(title)[0]


def unhex(block):
    result = b""
    for line in block.splitlines():
        pairs, times = re.match(r"([0-9a-f]{2}(?: [0-9a-f]{2})*)(?: x (\d+))?", line).groups()
        result += bytes.fromhex(pairs) * int(times or 1)
    return result


def key(name):
    return bytes.fromhex(re.search(r"\| %s \| `([0-9a-f]{64})` \|" % re.escape(name), PAGE).group(1))


class PageTest(unittest.TestCase):
    CONNECTION = bytes.fromhex("0123456789abcdef")
    TOKEN = b"sesame opens the door"

    def open(self):
        e = private(key("the client's ephemeral private key"))
        return files.open_message(example("Cookie"), self.CONNECTION, example("Request"), self.TOKEN, e)

    def accepted(self):
        handshake = self.open()[1]
        self.assertEqual(example("Grant"), handshake.read(example("Accept")[9:]))
        return handshake

    def test_request_and_open(self):
        facts = (5_000_000, 0o644, 1_767_225_600_000_000_000)
        request = files.request_frame(files.PUT, files.FORCE, facts, 0, "notes/today.txt")
        self.assertEqual(example("Request"), request)
        self.assertEqual(example("Open"), self.open()[0])

    def test_accept_and_grant(self):
        self.assertEqual(key("handshake hash `h` after message 2"), self.accepted().h)
        grant = files.Grant(example("Grant"))
        self.assertEqual((1472, 16, [(0, 32), (48, 9)]), (grant.largest, grant.credit, grant.held))

    def test_a_forged_accept_has_no_effect(self):
        link, handshake, accept = files.Link.__new__(files.Link), self.open()[1], example("Accept")
        forged = [accept[:at] for at in range(len(accept))]
        forged += [accept[:at] + bytes([accept[at] ^ 1]) + accept[at + 1 :] for at in range(len(accept))]
        for datagram in forged:
            self.assertIsNone(link.accepted(datagram, self.CONNECTION, handshake))
        self.assertEqual(example("Grant"), link.accepted(accept, self.CONNECTION, handshake))

    def test_keys(self):
        client, server = self.accepted().split()
        self.assertEqual(key("early key"), self.open()[1].split()[0])
        self.assertEqual(key("key from client to server, epoch 0"), client)
        self.assertEqual(key("key from server to client, epoch 0"), server)
        self.assertEqual(key("key from client to server, epoch 1"), files.rekey(client))

    def test_packets_of_the_client(self):
        early, hashes, _, ping = examples("Packet")
        self.assertEqual(early, self.seal(files.EARLY, self.open()[1].split()[0], 1, example("Data")))
        client = self.accepted().split()[0]
        self.assertEqual(hashes, self.seal(files.PACKET, client, 2, example("Hashes")))
        self.assertEqual(ping, self.seal(files.PACKET, client, 1 << 20, example("Ping")))

    def seal(self, kind, packet_key, number, frame):
        sealer = files.Sealer(kind, self.CONNECTION, packet_key)
        sealer.number = number
        return sealer.seal(frame)

    def test_packet_of_the_server(self):
        opener = files.Opener(self.CONNECTION, self.accepted().split()[1])
        packet = examples("Packet")[2]
        for at in range(len(packet)):
            self.assertIsNone(opener.open(packet[:at] + bytes([packet[at] ^ 1]) + packet[at + 1 :]), at)
        self.assertEqual((0, example("Done")), opener.open(packet))
        self.assertIsNone(opener.open(packet), "a replay")

    def test_ack(self):
        ranges = [(900, 1000), (898, 898), (0, 800)]
        self.assertEqual((17, ranges), files.read_ack(example("Ack"), 1001))


class PacketTest(unittest.TestCase):
    def test_numbers_grow_beyond_32_bits_and_epochs_change(self):
        sealer = files.Sealer(files.PACKET, bytes(8), bytes(32))
        opener = files.Opener(bytes(8), bytes(32))
        for number in (0, (1 << 20) - 1, 1 << 20, (2 << 20) - 1, 2 << 20):
            sealer.number = number
            self.assertEqual((number, b"frame"), opener.open(sealer.seal(b"frame")))
        self.assertEqual((1 << 32) + 5, files.whole_number(5, (1 << 32) - 3))
        self.assertEqual((1 << 32) - 3, files.whole_number((1 << 32) - 3, (1 << 32) + 5))

    def test_a_packet_of_an_epoch_far_away_or_behind_the_window_is_dropped(self):
        opener = files.Opener(bytes(8), bytes(32))
        late, far = files.Sealer(files.PACKET, bytes(8), bytes(32)), files.Sealer(files.PACKET, bytes(8), bytes(32))
        packets = [late.seal(b"frame") for _ in range(2)]
        far.number = 2 << 20
        self.assertIsNone(opener.open(far.seal(b"frame")))
        far = files.Sealer(files.PACKET, bytes(8), bytes(32))
        far.number = 65536
        self.assertIsNotNone(opener.open(far.seal(b"frame")))
        self.assertIsNone(opener.open(packets[0]))
        self.assertIsNotNone(opener.open(packets[1]))


if __name__ == "__main__":
    unittest.main()
