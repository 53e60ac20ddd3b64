package dev.twinlog.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// A file with a secret of 32 random bytes in hex, made once, that only its owner can read.
///
/// @param file where it lies
record TokenFile(Path file) {
    private static final int RANDOM_BYTES = 32;
    private static final int HEX_LENGTH = 2 * RANDOM_BYTES;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /// The secret, made when there is none; of two that make it at once both get the same.
    String readOrMake(SecureRandom random) throws IOException {
        var known = read();
        return known.isPresent() ? known.get() : make(random);
    }

    /// The secret; empty when there is none.
    ///
    /// @throws IOException when the file cannot be read, holds no token, or others may read it
    Optional<String> read() throws IOException {
        try {
            refuseIfShared();
            var text = Files.readString(file).strip();
            if (text.length() != HEX_LENGTH || !text.chars().allMatch(HexFormat::isHexDigit))
                throw new IOException(file + " holds no token: delete it, and a new one is made");
            return Optional.of(text);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void refuseIfShared() throws IOException {
        if (!posix()) return;
        var shared = !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
        if (shared) throw new IOException(file + " can be read by others: chmod 600 it, or delete it for a new token");
    }

    private String make(SecureRandom random) throws IOException {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var token = HexFormat.of().formatHex(bytes);
        var draft = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(draft);
        writeOwnerOnly(draft, token + "\n");
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return read().orElseThrow(() -> e);
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
        return token;
    }

    private void writeOwnerOnly(Path draft, String text) throws IOException {
        var rights = posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var out = Files.newByteChannel(draft, options, rights)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private boolean posix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// Whether a text is the secret. Takes the same time however much of it is right.
    static boolean same(String secret, String shown) {
        return MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
    }
}
