package dev.twinlog.setup;

import java.io.IOException;
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

/// The secret that opens page, `/api` and `/rpc`. It lies in a file that only its owner can read, and outlives
/// restarts,
/// so that a bookmark and a running page keep working.
public final class PageToken {
    private static final String FILE = "page-token";
    private static final int RANDOM_BYTES = 32;
    private static final int HEX_LENGTH = 2 * RANDOM_BYTES;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final String text;

    private PageToken(String text) {
        this.text = text;
    }

    /// The token of a data folder, made when there is none.
    ///
    /// @throws IOException when the file cannot be read or written, holds no token, or others may read it
    public static PageToken of(Path dataFolder, SecureRandom random) throws IOException {
        var known = read(dataFolder);
        return known.isPresent() ? known.get() : create(dataFolder, random);
    }

    /// The token of a data folder; empty when no daemon has ever run there.
    ///
    /// @throws IOException when the file cannot be read, holds no token, or others may read it
    public static Optional<PageToken> read(Path dataFolder) throws IOException {
        var file = dataFolder.resolve(FILE);
        try {
            refuseIfShared(file);
            var text = Files.readString(file).strip();
            if (text.length() != HEX_LENGTH || !text.chars().allMatch(HexFormat::isHexDigit)) {
                throw new IOException(file + " holds no token: delete it, and the daemon makes a new one");
            }
            return Optional.of(new PageToken(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void refuseIfShared(Path file) throws IOException {
        if (!posix(file)) return;
        var shared = !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file));
        if (shared) throw new IOException(file + " can be read by others: chmod 600 it, or delete it for a new token");
    }

    private static PageToken create(Path dataFolder, SecureRandom random) throws IOException {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var token = new PageToken(HexFormat.of().formatHex(bytes));
        var file = dataFolder.resolve(FILE);
        var draft = dataFolder.resolve(FILE + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(draft);
        writeOwnerOnly(draft, token.text + "\n");
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return read(dataFolder).orElseThrow(() -> e);
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
        return token;
    }

    private static void writeOwnerOnly(Path file, String text) throws IOException {
        var rights = posix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var out = Files.newByteChannel(file, options, rights)) {
            out.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// Whether this is what somebody showed. Takes the same time however much of it is right.
    public boolean matches(String shown) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
    }

    /// The secret itself: for the page's first URL and the header of our own client, never for a log.
    public String reveal() {
        return text;
    }

    /// Tells nothing, so that a log cannot leak it.
    @Override
    public String toString() {
        return "PageToken[…]";
    }
}
