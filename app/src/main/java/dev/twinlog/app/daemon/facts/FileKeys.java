package dev.twinlog.app.daemon.facts;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.twinlog.journal.FileId;
import java.nio.charset.StandardCharsets;

/// 64 bits that name a file by place and identity.
public final class FileKeys {
    private FileKeys() {}

    /// The key of a file; never 0.
    public static long of(FileId file) {
        var text = String.join(
                "\0",
                file.agent().wire(),
                file.root(),
                file.path(),
                Long.toHexString(file.device()),
                Long.toHexString(file.inode()),
                Long.toHexString(file.generation()),
                Integer.toString(file.generationBytes()));
        long hash = Hashing.xxh3_64().hashBytesToLong(text.getBytes(StandardCharsets.UTF_8));
        return hash == 0 ? 1 : hash;
    }
}
