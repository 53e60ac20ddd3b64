package dev.twinlog.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// The secret that opens page, `/api` and `/rpc`, for the page's first URL and the header of our own client. Since it
/// outlives restarts, a bookmark and a running page keep working.
public final class PageToken extends AccessToken {
    private static final String FILE = "page-token";

    private PageToken(String text) {
        super(text);
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
}
