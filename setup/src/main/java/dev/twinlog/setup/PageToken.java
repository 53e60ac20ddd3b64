package dev.twinlog.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// The secret that opens page, `/api` and `/rpc`. It lies in a file that only its owner can read, and outlives
/// restarts, so that a bookmark and a running page keep working.
public final class PageToken {
    private static final String FILE = "page-token";

    private final String text;

    private PageToken(String text) {
        this.text = text;
    }

    /// The token of a data folder, made when there is none.
    ///
    /// @throws IOException when the file cannot be read or written, holds no token, or others may read it
    public static PageToken of(Path dataFolder, SecureRandom random) throws IOException {
        return new PageToken(new TokenFile(dataFolder.resolve(FILE)).readOrMake(random));
    }

    /// The token of a data folder; empty when no daemon has ever run there.
    ///
    /// @throws IOException when the file cannot be read, holds no token, or others may read it
    public static Optional<PageToken> read(Path dataFolder) throws IOException {
        return new TokenFile(dataFolder.resolve(FILE)).read().map(PageToken::new);
    }

    /// Whether this is what somebody showed. Takes the same time however much of it is right.
    public boolean matches(String shown) {
        return TokenFile.same(text, shown);
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
