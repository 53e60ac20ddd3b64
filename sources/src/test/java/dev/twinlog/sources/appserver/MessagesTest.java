package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.sources.appserver.Incoming.Notification;
import dev.twinlog.sources.appserver.Incoming.Reply.Failure;
import dev.twinlog.sources.appserver.Incoming.Reply.Result;
import dev.twinlog.sources.appserver.Incoming.Response;
import dev.twinlog.sources.appserver.Incoming.ServerRequest;
import dev.twinlog.sources.appserver.Incoming.Unfit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static Incoming parse(String text) {
        return Messages.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_result_and_an_error_answer_a_request() {
        var result = (Response) parse("{\"id\":7,\"result\":{\"data\":[\"a\"],\"nextCursor\":null}}");
        assertThat(result.id()).isEqualTo(new MessageId.Whole(7));
        assertThat(((Result) result.reply()).value().toString()).isEqualTo("{\"data\":[\"a\"],\"nextCursor\":null}");
        // Codex puts the error in front
        var error = (Response) parse("{\"error\":{\"code\":-32600,\"message\":\"Not initialized\"},\"id\":\"x\"}");
        assertThat(error).isEqualTo(new Response(new MessageId.Text("x"), new Failure(-32600, "Not initialized")));
    }

    @Test
    void an_error_of_another_shape_is_an_error_too() {
        assertThat(parse("{\"id\":1,\"error\":\"no\"}"))
                .isEqualTo(new Response(new MessageId.Whole(1), new Failure(0, "\"no\"")));
        assertThat(parse("{\"id\":1,\"error\":{\"code\":-5}}"))
                .isEqualTo(new Response(new MessageId.Whole(1), new Failure(-5, "{\"code\":-5}")));
    }

    @Test
    void a_null_result_is_a_result_and_a_null_error_is_none() {
        var answer = (Response) parse("{\"id\":1,\"result\":null,\"error\":null}");
        assertThat(((Result) answer.reply()).value().kind()).isEqualTo(RawJson.Kind.NULL);
    }

    @Test
    void a_notification_keeps_its_parameters_as_they_came() {
        var said = (Notification) parse(
                "{ \"method\" : \"thread/status/changed\", \"params\" : {\"threadId\":\"t\", \"status\":{\"type\":"
                        + " \"active\",\"activeFlags\":[]}} ,\"emittedAtMs\":1}");
        assertThat(said.method()).isEqualTo("thread/status/changed");
        assertThat(said.params().text("threadId")).isEqualTo("t");
        assertThat(said.params().text("status", "type")).isEqualTo("active");
        assertThat(said.params().toString()).startsWith("{\"threadId\"").endsWith("[]}}");
        assertThat(((Notification) parse("{\"method\":\"initialized\"}")).params())
                .isNull();
        assertThat(parse("{\"id\":null,\"method\":\"x\"}")).isInstanceOf(Notification.class);
    }

    @Test
    void a_request_of_the_server_is_told_from_a_notification_by_its_id() {
        var asked =
                (ServerRequest) parse("{\"method\":\"item/commandExecution/requestApproval\",\"id\":0,\"params\":{}}");
        assertThat(asked.id().json()).isEqualTo("0");
        assertThat(((ServerRequest) parse("{\"method\":\"m\",\"id\":\"a\\\"\\u00e4\"}"))
                        .id()
                        .json())
                .isEqualTo("\"a\\\"ä\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[] | no JSON object",
                "\"x\" | no JSON object",
                "{\"id\":99} | neither method, result nor error",
                "{} | neither a method nor an id",
                "{\"result\":1} | neither a method nor an id",
                "{\"id\":1.5,\"result\":1} | neither an integer nor a string",
                "{\"id\":1e3,\"result\":1} | neither an integer nor a string",
                "{\"id\":99999999999999999999,\"result\":1} | neither an integer nor a string",
                "{\"id\":[],\"result\":1} | neither an integer nor a string",
                "{\"method\":5} | no string",
                "{\"id\":1,\"id\":2,\"result\":1} | twice",
                "{\"method\":\"a\"} {} | more follows",
                "{\"method\":\"a\" | no JSON",
                "{\"method\":\"a\",\"params\":{\"x\":tru}} | no JSON",
                "{\"method\":\"a\",\"params\":{\"x\":NaN}} | no JSON",
                "hello | no JSON",
            })
    void what_is_no_message_is_unfit_and_says_why(String text, String why) {
        assertThat(parse(text))
                .isInstanceOfSatisfying(Unfit.class, it -> assertThat(it.why()).contains(why));
    }

    @Test
    void an_empty_frame_and_one_of_another_encoding_are_unfit() {
        assertThat(parse("")).isInstanceOf(Unfit.class);
        assertThat(Messages.parse("{\"method\":\"a\"}".getBytes(StandardCharsets.UTF_16BE)))
                .isInstanceOf(Unfit.class);
        assertThat(parse("\uFEFF{\"method\":\"a\"}")).isInstanceOf(Unfit.class);
    }

    @Test
    void nesting_has_a_limit() {
        int fits = JsonTokens.NESTING_MAX - 1;
        assertThat(parse("{\"method\":\"a\",\"params\":" + "[".repeat(fits) + "]".repeat(fits) + "}"))
                .isInstanceOf(Notification.class);
        assertThat(parse("{\"method\":\"a\",\"params\":" + "[".repeat(fits + 1) + "]".repeat(fits + 1) + "}"))
                .isInstanceOf(Unfit.class);
        assertThat(parse("{\"method\":\"a\",\"params\":" + "[".repeat(5_000_000)))
                .isInstanceOf(Unfit.class);
    }

    @Test
    void a_string_as_large_as_a_frame_is_read() {
        var text = "x".repeat(30 << 20);
        var said = (Notification) parse("{\"method\":\"a\",\"params\":{\"delta\":\"" + text + "\"}}");
        assertThat(said.params().text("delta")).hasSize(30 << 20);
    }

    @Test
    void what_is_written_is_read_back() {
        var request = (ServerRequest) Messages.parse(Messages.request(12, "a\"b", "{\"x\":1}"));
        assertThat(request.id()).isEqualTo(new MessageId.Whole(12));
        assertThat(request.method()).isEqualTo("a\"b");
        assertThat(request.params().toString()).isEqualTo("{\"x\":1}");
        assertThat(new String(Messages.request(1, "thread/loaded/list", null), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":1,\"method\":\"thread/loaded/list\"}");
        assertThat(new String(Messages.notification("initialized", null), StandardCharsets.UTF_8))
                .isEqualTo("{\"method\":\"initialized\"}");
    }

    @Test
    void pieces_are_found_by_their_path_and_what_is_not_there_is_null() {
        var json = RawJson.of(" {\"a\":{\"b\":[1,\"zwei ä\",{\"c\":true},null, -3.5]},\"s\":\"x\\ny\",\"n\":null} ");
        assertThat(json.at("a", "b").elements().stream().map(RawJson::toString))
                .containsExactly("1", "\"zwei ä\"", "{\"c\":true}", "null", "-3.5");
        assertThat(json.at("a", "b").elements().get(1).asText()).isEqualTo("zwei ä");
        assertThat(json.at("a", "b").elements().get(2).isTrue("c")).isTrue();
        assertThat(json.text("s")).isEqualTo("x\ny");
        assertThat(json.at("n").kind()).isEqualTo(RawJson.Kind.NULL);
        assertThat(json.isAbsent("n")).isTrue();
        assertThat(json.isAbsent("a")).isFalse();
        assertThat(json.isAbsent("zz", "a")).isTrue();
        assertThat(json.at("s", "x")).isNull();
        assertThat(json.text("a")).isNull();
        assertThat(json.isTrue("s")).isFalse();
        assertThat(json.at("s").elements()).isEmpty();
        assertThat(json.at("a", "b").elements().get(0).asLong()).isEqualTo(1);
        assertThat(json.at("a", "b").elements().get(4).isWhole()).isFalse();
        assertThat(new String(json.at("a").copy(), StandardCharsets.UTF_8))
                .startsWith("{\"b\"")
                .endsWith("]}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void bytes_of_any_kind_never_fail(long begin) {
        long seed = Long.getLong("twinlog.seed", begin);
        var random = new Random(seed);
        var good = "{\"id\":1,\"result\":{\"a\":[1,2.5e3,\"ä\\u0041\",null,true]},\"method\":\"m\",\"error\":{}}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            var bytes = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            for (int n = random.nextInt(4); n > 0; n--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            assertThat(Messages.parse(bytes)).as("seed " + seed).isNotNull();
        }
    }
}
