package paloma.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void takesForUtf8WhatTheJdkDoes() {
        Random random = new Random(20261127);
        byte[] telling = {
            0, 'a', (byte) 0x80, (byte) 0xBF, (byte) 0xC2, (byte) 0xE0, (byte) 0xED, (byte) 0xF0, (byte) 0xF4
        };
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(6)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = random.nextBoolean() ? telling[random.nextInt(telling.length)] : (byte) random.nextInt();
            }
            String read = Text.read(Unpooled.buffer().writeShort(bytes.length).writeBytes(bytes), 5);
            assertThat(read).isEqualTo(asJdk(bytes));
        }
    }

    private static String asJdk(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
