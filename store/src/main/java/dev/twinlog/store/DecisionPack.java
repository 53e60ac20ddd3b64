package dev.twinlog.store;

import com.github.luben.zstd.Zstd;
import dev.twinlog.store.Batch.DecisionRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The verdicts of one commit as one blob: rows of (time, key, verdict, three witnesses), lengths before
/// texts, one zstd frame around all. A commit of the first import has thousands of them, and only the last
/// are kept.
final class DecisionPack {
    private static final int LEVEL = 1;
    private static final int ABSENT = -1;
    private static final long PACK_BYTES_MAX = 1L << 30;

    private DecisionPack() {}

    static byte[] pack(List<DecisionRow> rows) {
        var bytes = new ByteArrayOutputStream(rows.size() * 96);
        try (var out = new DataOutputStream(bytes)) {
            for (var row : rows) {
                out.writeLong(row.at());
                write(out, row.key());
                write(out, row.verdict());
                write(out, row.incoming());
                write(out, row.chosen());
                write(out, row.replaced());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Zstd.compress(bytes.toByteArray(), LEVEL);
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(ABSENT);
            return;
        }
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    /// The rows of a pack.
    ///
    /// @throws StoreException when it is damaged
    static List<DecisionRow> unpack(byte[] packed, int amount) {
        long length = Zstd.getFrameContentSize(packed);
        if (length <= 0 || length > PACK_BYTES_MAX) throw damaged(null);
        var rows = new ArrayList<DecisionRow>(amount);
        try (var in = new DataInputStream(new ByteArrayInputStream(Zstd.decompress(packed, (int) length)))) {
            for (int i = 0; i < amount; i++)
                rows.add(new DecisionRow(in.readLong(), must(in), must(in), must(in), read(in), read(in)));
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
        return rows;
    }

    private static String must(DataInputStream in) throws IOException {
        var text = read(in);
        if (text == null) throw new IOException("a text is missing");
        return text;
    }

    private static @Nullable String read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == ABSENT) return null;
        if (length < 0 || length > in.available()) throw new IOException("a length of " + length);
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static StoreException damaged(@Nullable Throwable cause) {
        var message = "the log of decisions is damaged; `twinlog rebuild` makes the store anew";
        return cause == null ? new StoreException(message) : new StoreException(message, cause);
    }
}
