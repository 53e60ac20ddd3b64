package dev.twinlog.testkit.agents.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.Json;
import dev.twinlog.testkit.agents.AgentHome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Homes are signed in as Codex does it, and what Codex asks about an account is answered.
@Timeout(30)
class AccountServerTest {
    @TempDir
    Path folder;

    private static HttpResponse<String> get(AccountServer server, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(server.address().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Json answer(AccountServer server, String path) throws Exception {
        var answer = get(server, path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.read(answer.body());
    }

    @Test
    void it_knows_one_account_and_writes_down_what_it_was_asked() throws Exception {
        try (var server = AccountServer.start()) {
            var account = answer(server, "/backend-api/wham/accounts/check?x=1")
                    .at("accounts")
                    .list()
                    .getFirst();
            assertThat(account.at("id").text()).isEqualTo(MadeUpAccount.ONE.id());
            assertThat(account.at("workspace_backend_origin").text()).startsWith("https://");
            assertThat(get(server, "/backend-api/unknown").statusCode()).isEqualTo(404);
            assertThat(server.asked())
                    .containsExactly("GET /backend-api/wham/accounts/check", "GET /backend-api/unknown");
            server.awaitAsked("accounts/check", Duration.ofSeconds(1));
        }
    }

    @Test
    void a_code_counts_when_its_user_has_typed_it_in() throws Exception {
        try (var server = AccountServer.start()) {
            var code = answer(server, "/api/accounts/deviceauth/usercode");
            assertThat(code.at("user_code").text()).isEqualTo(AccountServer.USER_CODE);
            assertThat(get(server, "/api/accounts/deviceauth/token").statusCode())
                    .isEqualTo(403);
            server.confirmCode();
            assertThat(answer(server, "/api/accounts/deviceauth/token")
                            .at("authorization_code")
                            .there())
                    .isTrue();
            assertThat(answer(server, "/oauth/token").at("id_token").there()).isTrue();
        }
    }

    @Test
    void while_it_is_down_nothing_is_answered() throws Exception {
        try (var server = AccountServer.start()) {
            server.down(true);
            assertThat(get(server, "/backend-api/wham/accounts/check").statusCode())
                    .isEqualTo(503);
            server.down(false);
            answer(server, "/backend-api/wham/accounts/check");
        }
    }

    @Test
    void a_token_tells_of_the_account_and_is_signed_by_nobody() {
        var parts = MadeUpAccount.ONE.token().split("\\.");
        assertThat(claims(parts[0]).at("alg").text()).isEqualTo("none");
        var claims = claims(parts[1]);
        assertThat(claims.at("https://api.openai.com/auth", "chatgpt_account_id")
                        .text())
                .isEqualTo(MadeUpAccount.ONE.id());
        assertThat(claims.at("exp").number()).isGreaterThan(claims.at("iat").number());
    }

    private static Json claims(String part) {
        return Json.read(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    @Test
    void a_home_is_signed_in_and_out_in_every_way() throws Exception {
        try (var server = AccountServer.start()) {
            var model = URI.create("http://127.0.0.1:1");
            var home = CodexHome.in(AgentHome.in(folder), Path.of("codex"), model, server, SignIn.CHATGPT);
            var auth = home.folder().resolve("auth.json");
            assertThat(Files.readString(home.config()))
                    .contains("requires_openai_auth = true")
                    .contains("chatgpt_base_url = \"" + server.address() + "/backend-api/\"");
            assertThat(Json.read(Files.readString(auth)).at("auth_mode").text()).isEqualTo("chatgpt");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(auth)))
                    .isEqualTo("rw-------");
            assertThat(home.environment())
                    .containsEntry(
                            "CODEX_APP_SERVER_LOGIN_ISSUER", server.address().toString());

            home.signIn(SignIn.API_KEY);
            assertThat(Json.read(Files.readString(auth)).at("auth_mode").text()).isEqualTo("apikey");
            home.signIn(SignIn.SIGNED_OUT);
            assertThat(auth).doesNotExist();
        }
    }
}
