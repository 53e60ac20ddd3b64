package dev.twinlog.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// The secret by which the OTLP doors know the agents that `setup apply` has set up. It is another than the page's,
/// since it stands in the agents' settings.
public final class OtlpToken extends AccessToken {
    /// The header, and the key of gRPC's metadata, in which agents send it.
    public static final String HEADER = "x-twinlog-token";

    private static final String FILE = "otlp-token";

    private OtlpToken(String text) {
        super(text);
    }

    /// The token of a data folder, made when there is none.
    ///
    /// @throws IOException when the file cannot be read or written, holds no token, or others may read it
    public static OtlpToken of(Path dataFolder, SecureRandom random) throws IOException {
        return new OtlpToken(new TokenFile(dataFolder.resolve(FILE)).readOrMake(random));
    }

    /// The token of a data folder; empty when none was needed yet.
    ///
    /// @throws IOException when the file cannot be read, holds no token, or others may read it
    public static Optional<OtlpToken> read(Path dataFolder) throws IOException {
        return new TokenFile(dataFolder.resolve(FILE)).read().map(OtlpToken::new);
    }
}
