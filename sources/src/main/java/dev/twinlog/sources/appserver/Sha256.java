package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of a file of any size.
final class Sha256 {
    private static final int PIECE_BYTES = 1 << 20;

    private Sha256() {}

    /// @return hex, lower case
    static String of(Path file) throws IOException {
        var digest = digest();
        try (var in = Files.newInputStream(file)) {
            var piece = new byte[PIECE_BYTES];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) digest.update(piece, 0, count);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
