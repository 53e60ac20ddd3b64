package dev.twinlog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.CannedAnswers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.setup.PageToken;
import dev.twinlog.testkit.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The doors as a client sees them, byte by byte on a socket, so that no client library is polite in between.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageServerTest {
    @TempDir
    static Path data;

    private final CannedAnswers answers = new CannedAnswers();
    private final AtomicInteger heard = new AtomicInteger();
    private PageToken token = placeholder();
    private PageServer server = placeholder();

    @BeforeAll
    void start() throws Exception {
        token = PageToken.of(data, new SecureRandom());
        RpcMethod echo = (params, out) -> out.write(("\"" + params + "\"").getBytes(StandardCharsets.UTF_8));
        RpcMethod unwell = (_, _) -> {
            throw new IOException("the journal cannot be read");
        };
        RpcMethod ill = (params, out) -> {
            throw new IllegalStateException("made up");
        };
        RpcMethod listening = (params, out) -> {
            heard.incrementAndGet();
            out.write("unheard".getBytes(StandardCharsets.UTF_8));
        };
        server = PageServer.start(
                0,
                token,
                new PageServer.Served(
                        answers,
                        Map.of("echo", echo, "unwell", unwell, "ill", ill, "heard", listening),
                        () -> false,
                        OptionalLong::empty));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T placeholder() {
        return null;
    }

    /// A response: the status, and all of it as text.
    private record Response(int status, String text) {
        String header(String name) {
            return text.lines()
                    .takeWhile(line -> !line.isBlank())
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private Response send(String method, String path, List<String> headers, String body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
            if (headers.stream().noneMatch(header -> header.startsWith("Host"))) request.append(host("127.0.0.1"));
            headers.forEach(header -> request.append(header).append("\r\n"));
            request.append("Connection: close\r\nContent-Length: ")
                    .append(bytes.length)
                    .append("\r\n\r\n");
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(bytes);
            return read(socket.getInputStream());
        }
    }

    /// Reads as far as the response says that it goes.
    private static Response read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) throw new IOException("cut short: " + head);
            head.append((char) b);
        }
        var bare = new Response(Integer.parseInt(head.substring(9, 12)), head.toString());
        var length = bare.header("content-length");
        var body = length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
        return new Response(bare.status, head + new String(body, StandardCharsets.UTF_8));
    }

    private String host(String name) {
        return "Host: " + name + ":" + server.port() + "\r\n";
    }

    private String bearer() {
        return "Authorization: Bearer " + token.reveal();
    }

    private String cookie() {
        return "Cookie: a=b; twinlog_" + server.port() + "=" + token.reveal();
    }

    private Response get(String path, String... headers) throws IOException {
        return send("GET", path, List.of(headers), "");
    }

    private Response rpc(String body) throws IOException {
        return send("POST", "/rpc", List.of(bearer(), "Content-Type: application/json"), body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/api/status", "/api/sessions", "/api/show/x", "/api/verify", "/rpc", "/metrics", "/nothing"
            })
    void without_a_token_every_path_is_401(String path) throws IOException {
        assertThat(get(path).status()).isEqualTo(401);
        assertThat(send("POST", path, List.of("Content-Type: application/json"), "{}")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer 0000", "Basic abcd", "bearer"})
    void with_a_wrong_token_it_is_401(String authorization) throws IOException {
        assertThat(get("/api/status", "Authorization: " + authorization).status())
                .isEqualTo(401);
        assertThat(get("/api/status?token=0000").status()).isEqualTo(401);
        assertThat(get("/api/status", "Cookie: twinlog_" + server.port() + "=0000")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_token_opens_as_header_as_cookie_and_in_the_query_of_a_get() throws IOException {
        assertThat(get("/api/status", bearer()).status()).isEqualTo(200);
        assertThat(get("/api/status", cookie()).status()).isEqualTo(200);
        assertThat(get("/api/status?token=" + token.reveal()).text()).endsWith(answers.json("status"));
    }

    @Test
    void the_token_in_the_query_of_a_post_opens_nothing() throws IOException {
        var json = List.of("Content-Type: application/json");
        assertThat(send("POST", "/rpc?token=" + token.reveal(), json, "{}").status())
                .isEqualTo(401);
    }

    @Test
    void the_first_url_trades_the_token_for_a_cookie() throws IOException {
        var first = get("/?token=" + token.reveal());
        assertThat(first.status()).isEqualTo(303);
        assertThat(first.header("location")).isEqualTo("/");
        assertThat(first.header("set-cookie"))
                .isEqualTo("twinlog_" + server.port() + "=" + token.reveal() + "; Path=/; HttpOnly; SameSite=Strict");
        assertThat(get("/", cookie()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"/healthz,200", "/readyz,503"})
    void health_is_a_bare_status_without_a_token(String path, int status) throws IOException {
        var answer = get(path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).matches("(?s).*\r\n\r\n[a-z ]+\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example:1", "localhost", "127.0.0.1", "127.0.0.1:1", ""})
    void a_foreign_host_is_403_everywhere_even_with_the_token(String host) throws IOException {
        assertThat(get("/healthz", "Host: " + host).status()).isIn(400, 403);
        assertThat(get("/readyz", "Host: " + host).status()).isIn(400, 403);
        assertThat(get("/api/status", "Host: " + host, bearer()).status()).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
    void our_own_names_are_let_in(String name) throws IOException {
        var own = host(name).strip();
        assertThat(get("/healthz", own).status()).isEqualTo(200);
        assertThat(get("/api/status", own, bearer(), "Origin: http://" + name + ":" + server.port())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", "file://"})
    void a_foreign_origin_is_403_everywhere_even_with_the_token(String origin) throws IOException {
        assertThat(get("/healthz", "Origin: " + origin).status()).isEqualTo(403);
        assertThat(get("/api/status", "Origin: " + origin, cookie()).status()).isEqualTo(403);
        assertThat(send("POST", "/rpc", List.of("Origin: " + origin, bearer()), "{}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void nobody_is_told_that_other_origins_may_read() throws IOException {
        var preflight = send("OPTIONS", "/rpc", List.of(bearer(), "Access-Control-Request-Method: POST"), "");
        assertThat(preflight.text().toLowerCase(java.util.Locale.ROOT)).doesNotContain("access-control-allow");
        assertThat(get("/api/status", bearer()).text().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("access-control-allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz", "/api/status", "/api/nothing?x=1"})
    void what_is_answered_may_not_run_scripts_nor_be_framed_or_kept(String path) throws IOException {
        var answer = get(path, bearer());
        if (answer.status() == 404) return;
        assertThat(answer.header("content-security-policy"))
                .contains("default-src 'self'")
                .doesNotContain("unsafe");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    }

    @Test
    void a_body_that_is_too_large_is_413() throws IOException {
        var body = "{\"x\":\"" + "y".repeat(Limits.BODY_BYTES_MAX) + "\"}";
        assertThat(rpc(body).status()).isEqualTo(413);
    }

    @Test
    void json_that_is_nested_too_deep_is_refused() throws IOException {
        var deep = "[".repeat(Limits.NESTING_MAX + 1) + "]".repeat(Limits.NESTING_MAX + 1);
        assertThat(rpc(deep).text()).contains("-32700").contains("nested too deep");
        var call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"status\",\"extra\":" + deep + "}";
        assertThat(rpc(call).text()).contains("-32700");
    }

    @Test
    void a_body_that_is_not_json_by_its_type_is_415() throws IOException {
        var form = List.of(bearer(), "Content-Type: text/plain");
        assertThat(send("POST", "/rpc", form, "{}").status()).isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                          | -32700 | null",
                "[{}                                                        | -32700 | null",
                "``                                                         | -32700 | null",
                "{\"jsonrpc\":2.0,\"id\":7,\"method\":\"status\"}          | -32600 | 7",
                "{} {}                                                      | -32600 | null",
                "[]                                                         | -32600 | null",
                "{\"id\":1,\"method\":\"status\"}                           | -32600 | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\"}                         | -32600 | \"a\"",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"status\"}       | -32600 | null",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"statsu\"}        | -32601 | 7",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"show\"}          | -32602 | 7",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"show\",\"params\":[1]} | -32602 | 7",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"status\",\"params\":{\"x\":1}} | -32602 | 7"
            })
    void a_wrong_call_gets_the_code_of_the_specification(String body, String code, String id) throws IOException {
        var answer = rpc(body);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + code + ",");
    }

    @Test
    void an_unknown_method_is_answered_with_the_nearest_one() throws IOException {
        assertThat(rpc("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"statsu\"}").text())
                .contains("did you mean 'status'?");
    }

    @Test
    void a_call_gets_its_result_and_its_id() throws IOException {
        assertThat(rpc("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"status\"}")
                        .text())
                .endsWith("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":" + answers.json("status") + "}");
        assertThat(rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":{\"a\":1,\"b\":true,\"c\":null}}")
                        .text())
                .endsWith("\"result\":\"{a=1, b=true}\"}");
    }

    @Test
    void a_batch_is_answered_in_its_order_whatever_becomes_of_its_requests() throws IOException {
        var answer = rpc("[" + call(1, "status") + "," + call(2, "statsu") + "," + call(3, "unwell") + ",7,"
                + "{\"jsonrpc\":\"2.0\",\"method\":\"echo\"}," + call(4, "ill") + "," + call(5, "echo") + "]");
        assertThat(answer.status()).isEqualTo(200);
        var items = Json.read(answer.text().substring(answer.text().indexOf("\r\n\r\n") + 4))
                .elements();
        assertThat(items.stream().map(one -> one.at("id").value())).containsExactly(1L, 2L, 3L, null, 4L, 5L);
        assertThat(items.get(0).at("result").value())
                .isEqualTo(Json.read(answers.json("status")).value());
        assertThat(items.get(1).at("error", "code").number()).isEqualTo(-32601);
        assertThat(items.get(2).at("error", "message").text()).contains("the journal cannot be read");
        assertThat(items.get(3).at("error", "code").number()).isEqualTo(-32600);
        assertThat(items.get(4).at("error", "message").text()).contains("an error inside Twinlog");
        assertThat(items.get(5).at("result").text()).isEqualTo("{}");
    }

    @Test
    void what_wants_no_answer_gets_none() throws IOException {
        var notification = "{\"jsonrpc\":\"2.0\",\"method\":\"heard\"}";
        for (var body : List.of(notification, "[" + notification + "," + notification + "]")) {
            var answer = rpc(body);
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.text()).endsWith("\r\n\r\n");
        }
        assertThat(heard).hasValue(3);
        var ill = "{\"jsonrpc\":\"2.0\",\"method\":\"ill\"}";
        assertThat(rpc(ill).status()).isEqualTo(204);
        assertThat(rpc("[" + ill + "," + notification + "]").status()).isEqualTo(204);
        assertThat(heard).as("what follows one that fails is done").hasValue(4);
        assertThat(rpc("[" + ill + "," + call(1, "echo") + "]").text()).endsWith("\"result\":\"{}\"}]");
    }

    @Test
    void a_batch_has_a_limit() throws IOException {
        var fit = "[" + String.join(",", Collections.nCopies(Limits.BATCH_MAX, call(1, "echo"))) + "]";
        assertThat(rpc(fit).text()).contains("\"result\"").doesNotContain("\"error\"");
        assertThat(rpc(fit.replace("]", "," + call(1, "echo") + "]")).text())
                .contains("-32600")
                .contains("64 requests at most");
    }

    private static String call(int id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
    }

    @Test
    void a_wrong_parameter_is_400_and_named() throws IOException {
        var answer = get("/api/sessions?agnt=codex", bearer());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("did you mean 'agent'?");
        assertThat(get("/api/sessions?limit=1&limit=2", bearer()).status()).isEqualTo(400);
    }

    @Test
    void a_refusal_has_the_status_of_its_reason() throws IOException {
        answers.refusing("search", Refusal.Reason.NOT_FOUND, "gone");
        assertThat(get("/api/search?text=x", bearer()).status()).isEqualTo(404);
        answers.refusing("search", Refusal.Reason.UNABLE, "busy");
        var answer = get("/api/search?text=x", bearer());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).endsWith("{\"error\":\"busy\"}");
    }

    @Test
    void what_failed_before_it_was_begun_says_why() throws IOException {
        var response = rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"unwell\"}");
        assertThat(response.text()).contains("\"error\"", "the journal cannot be read");
    }

    @Test
    void only_get_reads_and_only_post_calls() throws IOException {
        assertThat(send("POST", "/api/status", List.of(bearer()), "").status()).isEqualTo(405);
        assertThat(get("/rpc", bearer()).status()).isEqualTo(405);
    }

    @Test
    void a_session_id_may_have_any_characters() throws IOException {
        get("/api/show/claude/a%20b%2Fc", bearer());
        assertThat(answers.asked()).contains(new Question.Show("claude/a b/c"));
    }

    @Test
    void a_taken_port_gives_way_to_the_next_free_one() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                var other = PageServer.start(
                        taken.getLocalPort(),
                        token,
                        new PageServer.Served(answers, Map.of(), () -> true, OptionalLong::empty))) {
            assertThat(other.port()).isGreaterThan(taken.getLocalPort()).isLessThan(taken.getLocalPort() + 100);
        }
    }
}
