package paloma.audio.rtp;

import java.util.List;

/** One of each packet with the bytes that it is. */
enum RtcpExample {
    SENDER_REPORT(new SenderReport(Part.SOURCE, 0xb44db705_20000000L, 1_024, 7, 8_192, List.of()), """
            80 c8 00 06
            de ca fb ad
            b4 4d b7 05 20 00 00 00
            00 00 04 00
            00 00 00 07
            00 00 20 00
            """),
    SENDER_REPORT_OF_TWO_BLOCKS(new SenderReport(Part.SOURCE, -1, -2, -3, -4, List.of(Part.BLOCK, Part.EXTREME)), """
            82 c8 00 12
            de ca fb ad
            ff ff ff ff ff ff ff ff
            ff ff ff fe
            ff ff ff fd
            ff ff ff fc
            de ca fb ad  0d 00 00 2a  00 01 0b b8  00 00 00 dc  b7 05 20 00  00 05 40 00
            00 00 00 01  ff 80 00 00  ff ff ff ff  ff ff ff fe  ff ff ff fd  ff ff ff fc
            """),
    RECEIVER_REPORT(new ReceiverReport(Part.HEARER, List.of(Part.BLOCK)), """
            81 c9 00 07
            12 34 56 78
            de ca fb ad 0d 00 00 2a
            00 01 0b b8 00 00 00 dc
            b7 05 20 00 00 05 40 00
            """),
    EMPTY_RECEIVER_REPORT(new ReceiverReport(Part.SOURCE, List.of()), """
            80 c9 00 01
            de ca fb ad
            """),
    SDES(Sdes.of(Part.SOURCE, "kOP+9AL7xR2/qYwZ"), """
            81 ca 00 06
            de ca fb ad
            01 10
            6b 4f 50 2b 39 41 4c 37
            78 52 32 2f 71 59 77 5a
            00 00
            """),
    SDES_OF_TWO(new Sdes(List.of(new Sdes.Chunk(Part.SOURCE, "ab"), new Sdes.Chunk(Part.HEARER, ""))), """
            82 ca 00 05
            de ca fb ad
            01 02 61 62  00 00 00 00
            12 34 56 78
            00 00 00 00
            """),
    BYE(Bye.of(Part.SOURCE, "sleep"), """
            81 cb 00 03
            de ca fb ad
            05
            73 6c 65 65 70 00 00
            """),
    BYE_OF_TWO(new Bye(List.of(Part.SOURCE, Part.HEARER), ""), """
            82 cb 00 02
            de ca fb ad
            12 34 56 78
            """),
    BYE_THAT_ENDS_EVEN(Bye.of(Part.SOURCE, "out"), """
            81 cb 00 02
            de ca fb ad
            03 6f 75 74
            """),
    GENERIC_NACK(GenericNack.of(Part.HEARER, Part.SOURCE, new int[] {3_000, 3_001, 3_003, 65_535, 0}), """
            81 cd 00 04
            12 34 56 78
            de ca fb ad
            0b b8 00 05
            ff ff 00 01
            """),
    EXTENDED_REPORT(
            new ExtendedReport(
                    Part.HEARER,
                    0xb705200000000000L,
                    List.of(new ExtendedReport.Reply(Part.SOURCE, 0x20000000, 0x8000)),
                    new ExtendedReport.Buffer(Part.SOURCE, false, 60, 60)),
            """
            80 cf 00 0c
            12 34 56 78
            04 00 00 02
            b7 05 20 00
            00 00 00 00
            05 00 00 03
            de ca fb ad
            20 00 00 00
            00 00 80 00
            17 40 00 03
            de ca fb ad
            00 3c 00 3c
            ff ff ff ff
            """);

    private final RtcpPacket packet;
    private final byte[] bytes;

    RtcpExample(RtcpPacket packet, String page) {
        this.packet = packet;
        this.bytes = Hex.bytes(page);
    }

    RtcpPacket packet() {
        return packet;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** What several of them are made of. */
    static final class Part {
        static final int SOURCE = 0xdecafbad;
        static final int HEARER = 0x12345678;
        static final ReportBlock BLOCK = new ReportBlock(SOURCE, 13, 42, 0x1_0bb8, 220, 0xb705_2000, 0x0005_4000);
        static final ReportBlock EXTREME = new ReportBlock(1, 255, -0x80_0000, -1, -2, -3, -4);

        private Part() {}
    }
}
