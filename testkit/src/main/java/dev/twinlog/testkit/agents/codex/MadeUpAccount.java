package dev.twinlog.testkit.agents.codex;

import static dev.twinlog.testkit.Json.object;

import dev.twinlog.testkit.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An account that does not exist: its tokens are unsigned, which Codex does not check, and of use nowhere.
///
/// @param plan as ChatGPT names it, such as `plus`
public record MadeUpAccount(String id, String email, String plan) {
    /// The one that an [AccountServer] knows.
    public static final MadeUpAccount ONE = new MadeUpAccount("acct-made-up-1", "nobody@example.invalid", "plus");

    private static final Duration VALID = Duration.ofDays(30);

    /// A key of the form that Codex takes.
    private static final String KEY = "sk-made-up-for-a-test";

    /// A token that tells of this account.
    public String token() {
        var now = Instant.now();
        var auth = object(
                "chatgpt_plan_type", plan, "chatgpt_account_id", id, "chatgpt_user_id", userId(), "user_id", userId());
        return part(object("alg", "none", "typ", "JWT"))
                + '.'
                + part(object(
                        "email",
                        email,
                        "iat",
                        now.getEpochSecond(),
                        "exp",
                        now.plus(VALID).getEpochSecond(),
                        "sub",
                        "made-up",
                        "https://api.openai.com/auth",
                        auth,
                        "https://api.openai.com/profile",
                        object("email", email)))
                + '.'
                + base64("none".getBytes(StandardCharsets.UTF_8));
    }

    String userId() {
        return "user-of-" + id;
    }

    private static String part(Map<String, @Nullable Object> claims) {
        return base64(Json.write(claims).getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// The tokens, as the file of a signed-in Codex has them.
    Map<String, @Nullable Object> tokens() {
        return object("id_token", token(), "access_token", token(), "refresh_token", "made-up", "account_id", id);
    }

    /// Writes `auth.json` as Codex does after a sign-in with ChatGPT.
    void signIn(Path codexHome) throws IOException {
        write(
                codexHome,
                object(
                        "auth_mode",
                        "chatgpt",
                        "OPENAI_API_KEY",
                        null,
                        "tokens",
                        tokens(),
                        "last_refresh",
                        Instant.now().toString()));
    }

    /// Writes `auth.json` as Codex does after a sign-in with an API key.
    static void useKey(Path codexHome) throws IOException {
        write(codexHome, object("auth_mode", "apikey", "OPENAI_API_KEY", KEY));
    }

    private static void write(Path codexHome, Map<String, @Nullable Object> auth) throws IOException {
        var next = codexHome.resolve("auth.json.next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, Json.write(auth));
        Files.move(next, codexHome.resolve("auth.json"), StandardCopyOption.ATOMIC_MOVE);
    }
}
