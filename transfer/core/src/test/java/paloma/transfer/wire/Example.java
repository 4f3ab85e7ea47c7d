package paloma.transfer.wire;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/** One of each message with the bytes that it is, checksum and all; they come from another program than ours. */
enum Example {
    HELLO(new Hello(1, Part.NONCE, 64), """
            f4 95 41 73
            01
            01
            11 22 33 44 55 66 77 88
            00 x 50
            """),
    VERSIONS(new Versions(Part.NONCE, List.of(1, 2)), """
            68 32 93 dd
            02
            11 22 33 44 55 66 77 88
            02
            01 02
            """),
    COOKIE(new Cookie(1, Part.NONCE, 64, true, Part.COOKIE), """
            3f 48 1f 59
            03
            01
            11 22 33 44 55 66 77 88
            00 40
            01
            69 5d 2f 80 0c c1 75 b9 c0 f1 b6 a8 31 c3 99 e2
            69 77 26 61
            """),
    OPEN(
            new Open(
                    Part.TRANSFER,
                    Part.COOKIE,
                    Kind.PUT,
                    true,
                    false,
                    1_472,
                    facts(6),
                    0,
                    0,
                    "notes/today.txt",
                    List.of(),
                    Part.PROOF),
            """
            c6 d6 5d 7f
            04
            01 23 45 67 89 ab cd ef
            69 5d 2f 80 0c c1 75 b9 c0 f1 b6 a8 31 c3 99 e2
            69 77 26 61
            01
            01
            05 c0
            01 a4
            18 86 72 51 ed fa 00 00
            00 00 00 00 00 00 00 06
            00 00 00 00
            00 00 00 00
            00 0f
            6e 6f 74 65 73 2f 74 6f 64 61 79 2e 74 78 74
            00
            20
            a4 d1 96 47 76 17 27 94 00 69 62 a0 8d 33 28 f6
            ba ad 5b 2e 83 0b e5 2e e6 88 b0 06 99 fe ec da
            """),
    ACCEPT(
            new Accept(
                    Part.TRANSFER,
                    bytes("69 5d 2f 81 92 eb 5f fe e6 ae 2f ec 3a d7 1c 77 75 31 57 8f"),
                    1_472,
                    facts(5_000_000),
                    16,
                    List.of(new BlockRange(0, 32), new BlockRange(48, 9))),
            """
            cf 40 c2 8b
            05
            01 23 45 67 89 ab cd ef
            69 5d 2f 81 92 eb 5f fe e6 ae 2f ec 3a d7 1c 77
            75 31 57 8f
            05 c0
            01 a4
            18 86 72 51 ed fa 00 00
            00 00 00 00 00 4c 4b 40
            00 00 00 10
            02
            00 00 00 00 00 00 00 20
            00 00 00 30 00 00 00 09
            """),
    FAIL(new Fail(Part.TRANSFER, Reason.EXISTS, "today.txt exists"), """
            c9 2e fe 1c
            06
            01 23 45 67 89 ab cd ef
            04
            00 10
            74 6f 64 61 79 2e 74 78 74 20 65 78 69 73 74 73
            """),
    DATA(new Data(Part.TRANSFER, 0, true, 0, Unpooled.wrappedBuffer(bytes("68 65 6c 6c 6f 0a"))), """
            46 c0 e7 d2
            10
            01 23 45 67 89 ab cd ef
            00 00 00 00
            01
            00 00 00 00 00 00
            68 65 6c 6c 6f 0a
            """),
    HASHES(
            new Hashes(
                    Part.TRANSFER,
                    1,
                    List.of(
                            new ChunkHash(
                                    0,
                                    bytes(
                                            "58 91 b5 b5 22 d5 df 08 6d 0f f0 b1 10 fb d9 d2 1b b4 fc 71 63 af 34 d0 82 86 a2 e8 46 f6 be 03")),
                            new ChunkHash(ChunkHash.ROOT_INDEX, Part.ROOT))),
            """
            7b 9a 7d 5c
            11
            01 23 45 67 89 ab cd ef
            00 00 00 01
            02
            00 00 00 00
            58 91 b5 b5 22 d5 df 08 6d 0f f0 b1 10 fb d9 d2
            1b b4 fc 71 63 af 34 d0 82 86 a2 e8 46 f6 be 03
            ff ff ff ff
            ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad
            77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc
            """),
    PROBE(new Probe(Part.TRANSFER, 2, 32), """
            76 67 c3 15
            12
            01 23 45 67 89 ab cd ef
            00 00 00 02
            00 x 15
            """),
    ACK(new Ack(Part.TRANSFER, 7, 17, 1_000, 12_345_678, 250, new int[] {1_000, 900, 898, 898, 800, 0}), """
            b8 cb cf c3
            13
            01 23 45 67 89 ab cd ef
            00 00 00 07
            00 00 00 11
            00 00 03 e8
            00 bc 61 4e
            00 00 00 fa
            03
            40 64
            00
            00
            40 60
            43 20
            """),
    REPAIR(new Repair(Part.TRANSFER, List.of(new Repair.Entry(0, 1), new Repair.Entry(4, 2))), """
            ff a0 7f 62
            14
            01 23 45 67 89 ab cd ef
            02
            00 00 00 00 01
            00 00 00 04 02
            """),
    DONE(new Done(Part.TRANSFER, Part.ROOT), """
            1a 9f 46 f8
            15
            01 23 45 67 89 ab cd ef
            ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad
            77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc
            """),
    CLOSE(new Close(Part.TRANSFER), """
            5e ea 5e 84
            16
            01 23 45 67 89 ab cd ef
            """);

    final Message message;

    private final String hex;

    Example(Message message, String hex) {
        this.message = message;
        this.hex = hex;
    }

    /** Returns the whole datagram. */
    byte[] datagram() {
        return bytes(hex);
    }

    /** Returns the name of the record. */
    String title() {
        return message.getClass().getSimpleName();
    }

    /** Reads pairs of digits between white space; {@code 00 x 50} is fifty times the same. */
    static byte[] bytes(String hex) {
        StringBuilder digits = new StringBuilder();
        String[] words = hex.strip().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            boolean repeated = i + 2 < words.length && words[i + 1].equals("x");
            digits.append(words[i].repeat(repeated ? Integer.parseInt(words[i + 2]) : 1));
            i += repeated ? 2 : 0;
        }
        return ByteBufUtil.decodeHexDump(digits);
    }

    private static FileFacts facts(long size) {
        return new FileFacts(size, 0644, 1_767_225_600_000_000_000L);
    }

    /** What stands in more than one of them. */
    static final class Part {
        static final long TRANSFER = 0x0123_4567_89AB_CDEFL;
        static final long NONCE = 0x1122_3344_5566_7788L;
        static final byte[] COOKIE = bytes("69 5d 2f 80 0c c1 75 b9 c0 f1 b6 a8 31 c3 99 e2 69 77 26 61");
        static final byte[] PROOF = bytes(
                "a4 d1 96 47 76 17 27 94 00 69 62 a0 8d 33 28 f6 ba ad 5b 2e 83 0b e5 2e e6 88 b0 06 99 fe ec da");
        static final byte[] ROOT = bytes(
                "ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad 77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc");

        private Part() {}
    }
}
