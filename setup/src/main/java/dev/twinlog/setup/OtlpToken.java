package dev.twinlog.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// The secret by which the OTLP doors know the agents that `setup apply` has set up. It lies in a file that only
/// its owner can read, and outlives restarts. It is another than the page's, since it stands in the agents' settings.
public final class OtlpToken {
    /// The header, and the key of gRPC's metadata, in which agents send it.
    public static final String HEADER = "x-twinlog-token";

    private static final String FILE = "otlp-token";

    private final String text;

    private OtlpToken(String text) {
        this.text = text;
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

    /// Whether this is what somebody showed. Takes the same time however much of it is right.
    public boolean matches(String shown) {
        return TokenFile.same(text, shown);
    }

    /// The secret itself: for the agents' settings, never for a log.
    public String reveal() {
        return text;
    }

    /// Tells nothing, so that a log cannot leak it.
    @Override
    public String toString() {
        return "OtlpToken[…]";
    }
}
