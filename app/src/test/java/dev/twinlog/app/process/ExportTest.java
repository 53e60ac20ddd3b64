package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    @TempDir
    Path folder;

    /// The JSON of an object without some of its first members.
    private static String without(String object, String head) {
        assertThat(object).startsWith(head);
        return "{" + object.substring(head.length());
    }

    private static List<String> items(String list) throws IOException {
        var items = new ArrayList<String>();
        var json = new JsonFactory().createParser(list);
        json.nextToken();
        while (json.nextToken() == com.fasterxml.jackson.core.JsonToken.START_OBJECT) {
            var item = new StringWriter();
            var copy = new JsonFactory().createGenerator(item);
            copy.copyCurrentStructure(json);
            copy.flush();
            items.add(item.toString());
        }
        return items;
    }

    @Test
    void an_export_tells_what_sessions_and_show_tell_with_and_without_a_daemon() throws Exception {
        var household = Household.in(folder);
        var secret = "sk-ant-api03-" + "a1B2".repeat(24);
        household.append("s2", Household.prompt("s2", 5, "later"), Household.answer("s2", 6, "it <b>works</b>"));
        household.append("s1", Household.prompt("s1", 1, "the key is " + secret), Household.answer("s1", 2, "done"));
        assertThat(household.run("sync").code()).isZero();
        var alone = household.run("export");
        assertThat(alone.err()).isEmpty();
        assertThat(alone.out()).doesNotContain(secret).contains("redacted");
        var sessions = items(household.run("sessions", "--json").out());
        var expected = new ArrayList<String>();
        for (var session : sessions.reversed()) {
            var id = session.contains("\"id\":\"s1\"") ? "s1" : "s2";
            expected.add("{\"type\":\"session\"," + aboutTheSession(session).substring(1));
            var show = household.run("show", id, "--json").out();
            for (var event : items(show.substring(show.indexOf("\"events\":") + 9))) {
                expected.add("{\"type\":\"event\",\"session\":\"claude/" + id + "\"," + event.substring(1));
            }
        }
        assertThat(alone.out().lines()).containsExactlyElementsOf(expected);
        assertThat(alone.out())
                .startsWith("{\"type\":\"session\",\"id\":\"s1\"")
                .endsWith("}\n");
        assertThat(household.run("export", "s2", "s1").out()).isEqualTo(alone.out());
        assertThat(household.run("export", "s3").err()).contains("there is no session 's3'");
        try (var _ = household.up()) {
            assertThat(household.run("export").out()).isEqualTo(alone.out());
            assertThat(household.run("export", "s1", "claude/s2").out()).isEqualTo(alone.out());
            atTheDoors(household, alone.out(), expected);
        }
    }

    /// Without what becomes of the agents' files, which depends on the day.
    private static String aboutTheSession(String session) {
        assertThat(session).contains("\"deletion\":{");
        return session.replaceFirst(",\"deletion\":\\{[^}]*}", "");
    }

    private static void atTheDoors(Household household, String lines, List<String> expected) throws Exception {
        var page = Files.readString(household.data().resolve("daemon")).split(" ")[0];
        var token = Files.readString(household.data().resolve("page-token")).strip();
        try (var http = HttpClient.newHttpClient()) {
            var base = HttpRequest.newBuilder().header("Authorization", "Bearer " + token);
            var api = http.send(
                    base.copy()
                            .uri(URI.create("http://127.0.0.1:" + page + "/api/export"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(api.headers().firstValue("content-type")).contains("application/jsonl");
            assertThat(api.body()).isEqualTo(lines);
            var rpc = http.send(
                    base.copy()
                            .uri(URI.create("http://127.0.0.1:" + page + "/rpc"))
                            .header("Content-Type", "application/json")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"export\",\"params\":{\"session\":\"s2,s1\"}}"))
                            .build(),
                    BodyHandlers.ofString());
            var result = without(rpc.body(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":")
                    .substring(1);
            assertThat(items(result)).isEqualTo(expected);
        }
    }

    @Test
    void json_commands_no_terminal_and_has_the_same_value() throws Exception {
        var household = Household.in(folder);
        var text = "a\u007fb\u009b31mc\u202ed";
        household.append("s1", Household.prompt("s1", 1, text), Household.answer("s1", 2, "done"));
        assertThat(household.run("sync").code()).isZero();
        for (var command : List.of("show s1 --json", "export", "sessions --json")) {
            var said = household.run(command.split(" ")).out();
            assertThat(said).as(command).contains("a\\u007fb\\u009b31mc\\u202ed");
            assertThat(said).as(command).doesNotMatch("(?s).*[\u007f-\u009f\u202a-\u202e].*");
        }
        assertThat(items(household.run("sessions", "--json").out()).getFirst()).contains("\"s1\"");
        assertThat(household.ask("sessions").elements().getFirst().at("title").text())
                .isEqualTo(text);
    }

    @Test
    void a_session_as_markdown_tells_its_tokens() throws Exception {
        var household = Household.in(folder);
        household.append("s1", Household.prompt("s1", 1, "why?"), Household.answer("s1", 2, "# Because <b>"));
        assertThat(household.run("sync").code()).isZero();
        assertThat(household.run("export", "--format", "markdown", "s1").out())
                .contains("| Tokens | 1 in, 100 from cache, 1,000 into cache, 10 out, 1 request |")
                .contains("## Prompt 1 · ", "> why?", "#### Because \\<b\\>");
    }
}
