package paloma.transfer.wire;

import io.netty.buffer.Unpooled;
import java.util.List;

/** One of each message and frame with the bytes that it is; they come from another program than ours. */
enum Example {
    HELLO(new Hello(2, Part.NONCE, 128), """
            01
            02
            11 22 33 44 55 66 77 88
            00 x 118
            """),
    VERSIONS(new Versions(Part.NONCE, List.of(2, 3)), """
            02
            11 22 33 44 55 66 77 88
            02
            02 03
            """),
    COOKIE(new Cookie(2, Part.NONCE, 128, true, Part.COOKIE, Part.KEY, List.of(2), List.of(1)), """
            03
            02
            11 22 33 44 55 66 77 88
            00 80
            01
            69 5d 2f 80 0c c1 75 b9 c0 f1 b6 a8 31 c3 99 e2
            69 77 26 61
            de 9e db 7d 7b 7d c1 b4 d3 5b 61 c2 ec e4 35 37
            3f 83 43 c8 5b 78 67 4d ad fc 7e 14 6f 88 2b 4f
            01 02
            01 01
            """),
    OPEN(new Open(Part.CONNECTION, 2, 1, Part.NONCE, 128, Part.COOKIE, Part.FIRST, Part.CHECK), """
            04
            01 23 45 67 89 ab cd ef
            02
            01
            11 22 33 44 55 66 77 88
            00 80
            69 5d 2f 80 0c c1 75 b9 c0 f1 b6 a8 31 c3 99 e2
            69 77 26 61
            85 20 f0 09 89 30 a7 54 74 8b 7d dc b4 3e f7 5a
            0d bf 3a 0d 26 38 1a f4 eb a4 a9 8e aa 9b 4e 6a
            ed 14 12 bd 70 b8 79 44 54 76 8b f5 af 3b 7a f5
            b1 0d 0f c9 59 5d 00 04 af 23 56 09 a5 be 33 72
            77 c0 0a df 7c fd 83 14 31 d8 d4 d5 b6 1d fe 5c
            1e 06 6a c9 0d b8 84 da 68 25 78 2b c3 42 04 f6
            07
            db bb aa 5f 7a c2 41 3b 9a dd 59 1d 0e d9 20 df
            """),
    ACCEPT(new Accept(Part.CONNECTION, Part.SECOND), """
            05
            01 23 45 67 89 ab cd ef
            35 80 72 d6 36 58 80 d1 ae ea 32 9a df 91 21 38
            38 51 ed 21 a2 8e 3b 75 e9 65 d0 d2 cd 16 62 54
            c9 e6 37 5f cf 55 2d e2 43 5b 8f eb f1 be 9e b9
            10 f1 80 0f e0 08 c2 a9 a2 63 95 f7 72 dd ec 55
            0f 9f 3f ba 7f 07 7c 64 f1 87 75 aa cc 99 5f 1e
            8e 59 fa ad 3d d1 8e f7 dc e4 83 bd 75 02 09 73
            0a 99 ba d0 9a bb d0 4c d3 c8 da 96 3c a4
            """),
    HINT(new Hint(Part.CONNECTION, Hint.Why.UNKNOWN_CONNECTION), """
            06
            01 23 45 67 89 ab cd ef
            00
            """),
    REQUEST(
            new Request(
                    Kind.PUT, RequestFlags.NONE.withForce(true), 1_472, Part.FACTS, 0, 0, "notes/today.txt", List.of()),
            """
            01
            01
            01
            05 c0
            01 a4
            18 86 72 51 ed fa 00 00
            00 00 00 00 00 4c 4b 40
            00 00 00 00
            00 00 00 00
            00 0f
            6e 6f 74 65 73 2f 74 6f 64 61 79 2e 74 78 74
            00
            """),
    GRANT(
            new Grant(
                    Part.NEXT_COOKIE,
                    1_472,
                    Part.FACTS,
                    16,
                    List.of(new BlockRange(0, 32), new BlockRange(48, 9)),
                    false),
            """
            02
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
    DATA(new Data(true, 0, Unpooled.wrappedBuffer(bytes("68 65 6c 6c 6f 0a"))), """
            10
            01
            00 00 00 00 00 00
            68 65 6c 6c 6f 0a
            """),
    HASHES(new Hashes(List.of(new ChunkHash(0, Part.HASH), new ChunkHash(ChunkHash.ROOT_INDEX, Part.ROOT))), """
            11
            02
            00 00 00 00
            58 91 b5 b5 22 d5 df 08 6d 0f f0 b1 10 fb d9 d2
            1b b4 fc 71 63 af 34 d0 82 86 a2 e8 46 f6 be 03
            ff ff ff ff
            ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad
            77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc
            """),
    PROBE(new Probe(3), """
            12
            00 x 3
            """),
    ACK(new Ack(17, 1_000, 12_345_678, 250, new int[] {1_000, 900, 898, 898, 800, 0}), """
            13
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
    REPAIR(new Repair(List.of(new Repair.Entry(0, 1), new Repair.Entry(4, 2))), """
            14
            02
            00 00 00 00 01
            00 00 00 04 02
            """),
    DONE(new Done(Part.ROOT), """
            15
            ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad
            77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc
            """),
    DONE_OF_A_BATCH(new Done(Part.ROOT, bytes("01 23 f0")), """
            15
            ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad
            77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc
            01 23 f0
            """),
    CLOSE(new Close(2), """
            16
            00 00 00 02
            """),
    FAIL(new Fail(Reason.EXISTS, "today.txt exists"), """
            17
            04
            00 10
            74 6f 64 61 79 2e 74 78 74 20 65 78 69 73 74 73
            """),
    PATH_CHALLENGE(new PathChallenge(0x0BAD_CAFE_00C0_FFEEL), """
            18
            0b ad ca fe 00 c0 ff ee
            """),
    PATH_RESPONSE(new PathResponse(0x0BAD_CAFE_00C0_FFEEL), """
            19
            0b ad ca fe 00 c0 ff ee
            """),
    PING(Ping.PING, """
            1a
            """);

    final Object content;

    private final String hex;

    Example(Object content, String hex) {
        this.content = content;
        this.hex = hex;
    }

    /** Returns the whole datagram, or the frame before it is sealed. */
    byte[] bytes() {
        return bytes(hex);
    }

    Layer layer() {
        return Layer.of(content);
    }

    /** Returns the name of the record. */
    String title() {
        return content.getClass().getSimpleName();
    }

    int type() {
        return bytes()[0];
    }

    /** Reads pairs of digits between white space; {@code 00 x 50} is fifty times the same. */
    static byte[] bytes(String hex) {
        return WirePage.bytes(hex);
    }

    /** What stands in more than one of them, or is long. */
    static final class Part {
        static final long CONNECTION = 0x0123_4567_89AB_CDEFL;
        static final long NONCE = 0x1122_3344_5566_7788L;
        static final FileFacts FACTS = new FileFacts(5_000_000, 0644, 1_767_225_600_000_000_000L);
        static final byte[] COOKIE = bytes("69 5d 2f 80 0c c1 75 b9 c0 f1 b6 a8 31 c3 99 e2 69 77 26 61");
        static final byte[] NEXT_COOKIE = bytes("69 5d 2f 81 92 eb 5f fe e6 ae 2f ec 3a d7 1c 77 75 31 57 8f");
        static final byte[] KEY = bytes("""
                de 9e db 7d 7b 7d c1 b4 d3 5b 61 c2 ec e4 35 37
                3f 83 43 c8 5b 78 67 4d ad fc 7e 14 6f 88 2b 4f
                """);
        static final byte[] FIRST = bytes("""
                85 20 f0 09 89 30 a7 54 74 8b 7d dc b4 3e f7 5a
                0d bf 3a 0d 26 38 1a f4 eb a4 a9 8e aa 9b 4e 6a
                ed 14 12 bd 70 b8 79 44 54 76 8b f5 af 3b 7a f5
                b1 0d 0f c9 59 5d 00 04 af 23 56 09 a5 be 33 72
                77 c0 0a df 7c fd 83 14 31 d8 d4 d5 b6 1d fe 5c
                1e 06 6a c9 0d b8 84 da 68 25 78 2b c3 42 04 f6
                07
                """);
        static final byte[] CHECK = bytes("db bb aa 5f 7a c2 41 3b 9a dd 59 1d 0e d9 20 df");
        static final byte[] SECOND = bytes("""
                35 80 72 d6 36 58 80 d1 ae ea 32 9a df 91 21 38
                38 51 ed 21 a2 8e 3b 75 e9 65 d0 d2 cd 16 62 54
                c9 e6 37 5f cf 55 2d e2 43 5b 8f eb f1 be 9e b9
                10 f1 80 0f e0 08 c2 a9 a2 63 95 f7 72 dd ec 55
                0f 9f 3f ba 7f 07 7c 64 f1 87 75 aa cc 99 5f 1e
                8e 59 fa ad 3d d1 8e f7 dc e4 83 bd 75 02 09 73
                0a 99 ba d0 9a bb d0 4c d3 c8 da 96 3c a4
                """);
        static final byte[] HASH = bytes("""
                58 91 b5 b5 22 d5 df 08 6d 0f f0 b1 10 fb d9 d2
                1b b4 fc 71 63 af 34 d0 82 86 a2 e8 46 f6 be 03
                """);
        static final byte[] ROOT = bytes("""
                ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad
                77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc
                """);

        private Part() {}
    }
}
