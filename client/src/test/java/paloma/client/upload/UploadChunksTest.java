package paloma.client.upload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadChunksTest {
    @Test
    void cutsPiecesOfOneSizeAndAShorterLast() throws IOException {
        assertThat(cut("abcdefgh", 3)).containsExactly("abc", "def", "gh");
    }

    @Test
    void anEmptyFileHasNoPieces() throws IOException {
        assertThat(cut("", 1_024)).isEmpty();
    }

    @Test
    void aFileThatIsByeDoesNotEndItsUpload() throws IOException {
        assertThat(cut("bye", 1_024)).containsExactly("by", "e");
    }

    @Test
    void aLastPieceThatIsByeDoesNotEndTheUpload() throws IOException {
        assertThat(cut("12345bye", 5)).containsExactly("12345", "by", "e");
    }

    @Test
    void manyByesInARowAreNeverSentAsOne() throws IOException {
        assertThat(cut("byebyebyebye", 3)).doesNotContain("bye");
        assertThat(String.join("", cut("byebyebyebye", 3))).isEqualTo("byebyebyebye");
    }

    @Test
    void longerPiecesMayBeginWithBye() throws IOException {
        assertThat(cut("byes", 4)).containsExactly("byes");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 1_024})
    void piecesJoinedAreTheFileWhateverItsBytes(int size) throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                text.append("bye".charAt(random.nextInt(3)));
            }
            List<String> pieces = cut(text.toString(), size);

            assertThat(String.join("", pieces)).isEqualTo(text.toString());
            assertThat(pieces).doesNotContain("bye", "").allMatch(piece -> piece.length() <= size);
        }
    }

    private static List<String> cut(String file, int size) throws IOException {
        UploadChunks chunks = new UploadChunks(new ByteArrayInputStream(file.getBytes(US_ASCII)), size);
        List<String> pieces = new ArrayList<>();
        for (byte[] piece = chunks.next(); piece != null; piece = chunks.next()) {
            pieces.add(new String(piece, US_ASCII));
        }
        return pieces;
    }
}
