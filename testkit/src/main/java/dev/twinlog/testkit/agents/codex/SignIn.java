package dev.twinlog.testkit.agents.codex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How a home of Codex is signed in.
public enum SignIn {
    /// The provider needs no account.
    NOT_REQUIRED,
    /// One is needed, and nobody is signed in.
    SIGNED_OUT,
    /// With ChatGPT.
    CHATGPT,
    /// With an API key.
    API_KEY;

    /// Makes a home so, as another process of Codex would: a running one does not notice.
    void write(Path codexHome) throws IOException {
        switch (this) {
            case CHATGPT -> MadeUpAccount.ONE.signIn(codexHome);
            case API_KEY -> MadeUpAccount.useKey(codexHome);
            case NOT_REQUIRED, SIGNED_OUT -> Files.deleteIfExists(codexHome.resolve("auth.json"));
        }
    }
}
