package dev.twinlog.app.process;

import static dev.twinlog.app.process.Household.answer;
import static dev.twinlog.app.process.Household.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the agent wrote is given back byte for byte, also after it deleted or rewrote it.
@Tag("slow")
class RestoreTest {
    private static final String SESSION = "11111111-2222-4333-8444-555555555555";
    private static final String PATH = "-work/" + SESSION + ".jsonl";

    @TempDir
    Path folder;

    private Household household;
    private Path transcript;

    @BeforeEach
    void settle() throws Exception {
        household = Household.in(folder);
        transcript = household.append(SESSION, prompt(SESSION, 1, "first"), answer(SESSION, 1, "one"));
        sync();
    }

    private void sync() {
        var sync = household.run("sync");
        assertThat(sync.code()).as(sync.err()).isZero();
    }

    private Path restored(String... generation) {
        var to = folder.resolve("restored-" + String.join("", generation));
        var words = new java.util.ArrayList<>(java.util.List.of("restore", SESSION, "--to", to.toString()));
        words.addAll(java.util.List.of(generation));
        var restore = household.run(words.toArray(String[]::new));
        assertThat(restore.code()).as(restore.err()).isZero();
        return to;
    }

    @Test
    void each_generation_of_a_rewritten_file_is_given_back() throws Exception {
        var first = Files.readAllBytes(transcript);
        Files.writeString(transcript, answer(SESSION, 7, "rewritten with other words") + "\n");
        sync();
        household.append(SESSION, answer(SESSION, 8, "and longer"));
        sync();
        var second = Files.readAllBytes(transcript);
        Files.writeString(transcript, prompt(SESSION, 9, "third, shorter") + "\n");
        sync();
        var third = Files.readAllBytes(transcript);

        assertThat(restored().resolve(PATH)).hasBinaryContent(third);
        assertThat(restored("--generation", "1").resolve(PATH)).hasBinaryContent(first);
        assertThat(restored("--generation", "2").resolve(PATH)).hasBinaryContent(second);
        assertThat(restored("--generation", "3").resolve(PATH)).hasBinaryContent(third);
        var all = restored("--generation", "all");
        assertThat(all.resolve(PATH + ".generation-1")).hasBinaryContent(first);
        assertThat(all.resolve(PATH + ".generation-2")).hasBinaryContent(second);
        assertThat(all.resolve(PATH)).hasBinaryContent(third);
        var none =
                household.run("restore", SESSION, "--to", folder.resolve("none").toString(), "--generation", "4");
        assertThat(none.code()).isEqualTo(3);
        assertThat(none.err()).contains("no generation 4");
        assertThat(folder.resolve("none")).doesNotExist();

        assertThat(household.run("rebuild").code()).isZero();
        assertThat(restored("--generation", "2", "--json").resolve(PATH)).hasBinaryContent(second);
        assertThat(household.run("verify").code()).isZero();
    }

    @Test
    void a_deleted_file_is_given_back_and_one_made_anew_is_its_next_generation() throws Exception {
        var first = Files.readAllBytes(transcript);
        Files.delete(transcript);
        sync();
        assertThat(restored().resolve(PATH)).hasBinaryContent(first);
        household.append(SESSION, answer(SESSION, 5, "made anew"));
        sync();
        assertThat(restored("--generation", "1").resolve(PATH)).hasBinaryContent(first);
        assertThat(restored("--generation", "2").resolve(PATH)).hasSameBinaryContentAs(transcript);
    }

    @Test
    void a_file_cut_to_its_beginning_keeps_its_longer_generation() throws Exception {
        household.append(SESSION, answer(SESSION, 2, "cut away later"));
        sync();
        var whole = Files.readAllBytes(transcript);
        try (var file = Files.newByteChannel(transcript, java.nio.file.StandardOpenOption.WRITE)) {
            file.truncate(whole.length / 2);
        }
        sync();
        assertThat(restored("--generation", "1").resolve(PATH)).hasBinaryContent(whole);
    }

    @Test
    void a_session_is_given_back_with_its_subagents_and_stored_outputs() throws Exception {
        var beside = transcript.getParent().resolve(SESSION);
        var files = new LinkedHashMap<String, byte[]>();
        files.put(
                "subagents/agent-a1b2c3d4e5f6a7b8c.jsonl",
                (answer(SESSION, 3, "sub")
                                        .replace(
                                                "\"isSidechain\":false",
                                                "\"isSidechain\":true,\"agentId\":\"a1b2c3d4e5f6a7b8c\"")
                                + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        files.put(
                "subagents/agent-a1b2c3d4e5f6a7b8c.meta.json",
                "{\"agentType\":\"general-purpose\",\"description\":\"d\"}".getBytes(StandardCharsets.UTF_8));
        files.put("tool-results/b0c1d2e3f.txt", "no newline at the end, and é".getBytes(StandardCharsets.UTF_8));
        for (var file : files.entrySet()) {
            var path = beside.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        files.put("../" + SESSION + ".jsonl", Files.readAllBytes(transcript));
        sync();
        deleteAll(transcript.getParent());
        sync();
        var to = restored();
        for (var file : files.entrySet())
            assertThat(to.resolve("-work/" + SESSION).resolve(file.getKey()).normalize())
                    .hasBinaryContent(file.getValue());
        assertThat(names(to)).hasSameSizeAs(files.keySet());
    }

    @Test
    void what_the_agent_wrote_meanwhile_is_not_lost_without_force() throws Exception {
        var captured = Files.readAllBytes(transcript);
        var beside = Files.createDirectories(
                        transcript.getParent().resolve(SESSION).resolve("tool-results"))
                .resolve("b0c1d2e3f.txt");
        Files.writeString(beside, "an output");
        sync();
        Files.delete(beside);
        Files.writeString(transcript, "{\"x\":1}\n", java.nio.file.StandardOpenOption.APPEND);
        var live = Files.readAllBytes(transcript);
        var projects = transcript.getParent().getParent().toString();
        var refused = household.run("restore", SESSION, "--to", projects);
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains(transcript.toString(), "other content", "nothing was restored", "--force");
        assertThat(transcript).hasBinaryContent(live);
        assertThat(beside).doesNotExist();
        assertThat(names(transcript.getParent())).containsExactly(transcript);
        var forced = household.run("restore", SESSION, "--to", projects, "--force");
        assertThat(forced.code()).as(forced.err()).isZero();
        assertThat(transcript).hasBinaryContent(captured);
        assertThat(beside).hasContent("an output");
    }

    @Test
    void what_is_equal_or_its_beginning_is_restored_over() throws Exception {
        var captured = Files.readAllBytes(transcript);
        var key = Files.readAttributes(transcript, java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        var projects = transcript.getParent().getParent().toString();
        assertThat(household.run("restore", SESSION, "--to", projects).code()).isZero();
        assertThat(Files.readAttributes(transcript, java.nio.file.attribute.BasicFileAttributes.class)
                        .fileKey())
                .as("an equal file stays the one that the agent has open")
                .isEqualTo(key);
        try (var file = Files.newByteChannel(transcript, java.nio.file.StandardOpenOption.WRITE)) {
            file.truncate(captured.length / 2);
        }
        assertThat(household
                        .run("restore", SESSION, "--to", projects, "--generation", "1")
                        .code())
                .isZero();
        assertThat(transcript).hasBinaryContent(captured);
    }

    @Test
    void a_link_or_a_file_in_the_way_is_told_with_what_to_do() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "x");
        var intoFile = household.run("restore", SESSION, "--to", file.toString());
        assertThat(intoFile.code()).isEqualTo(3);
        assertThat(intoFile.err()).contains(file.toString(), "no folder; name one");
        var linked = Files.createDirectories(folder.resolve("linked/-work"));
        var link = Files.createSymbolicLink(linked.resolve(SESSION + ".jsonl"), file);
        var overLink =
                household.run("restore", SESSION, "--to", linked.getParent().toString());
        assertThat(overLink.err()).contains(link.toString(), "--force");
        assertThat(link).isSymbolicLink();
    }

    private static java.util.List<Path> names(Path folder) throws Exception {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void deleteAll(Path folder) throws Exception {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    @Test
    void a_stored_output_that_no_call_names_is_no_call_until_one_does() throws Exception {
        var outputs =
                Files.createDirectories(transcript.getParent().resolve(SESSION).resolve("tool-results"));
        Files.writeString(outputs.resolve("toolu_1.txt"), "the zqwhole output");
        sync();
        assertThat(calls()).isZero();
        assertThat(household.ask("search", "zqwhole").elements()).hasSize(1);
        household.append(SESSION, use("toolu_1"), result("toolu_1", outputs.resolve("toolu_1.txt")));
        sync();
        assertThat(calls()).isEqualTo(1);
        assertThat(household.ask("search", "zqwhole").elements()).hasSize(1);
        household.append(SESSION, use("toolu_2"));
        sync();
        assertThat(calls()).isEqualTo(2);
        assertThat(household.run("rebuild").code()).isZero();
        assertThat(calls()).isEqualTo(2);
        assertThat(household.run("verify").code()).isZero();
    }

    private long calls() {
        return household.ask("sessions").elements().getFirst().at("toolCalls").number();
    }

    private static String use(String id) {
        return answer(SESSION, 4, "MARK")
                .replace(
                        "{\"type\":\"text\",\"text\":\"MARK\"}",
                        "{\"type\":\"tool_use\",\"id\":\"" + id
                                + "\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}")
                .replace("-u4\"", "-u" + id + "\"");
    }

    private static String result(String id, Path output) {
        return prompt(SESSION, 5, "MARK")
                .replace(
                        "\"content\":\"MARK\"",
                        "\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"" + id
                                + "\",\"content\":\"<persisted-output>\\nOutput too large. Full output saved to: "
                                + output
                                + "\\n\\nPreview:\\nthe\\n</persisted-output>\"}]");
    }
}
