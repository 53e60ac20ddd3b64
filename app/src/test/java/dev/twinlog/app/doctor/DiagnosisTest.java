package dev.twinlog.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.app.doctor.Circumstances.AgentFacts;
import dev.twinlog.app.doctor.Circumstances.Disk;
import dev.twinlog.app.doctor.Circumstances.Door;
import dev.twinlog.app.doctor.Circumstances.LastHeard;
import dev.twinlog.app.doctor.Circumstances.Other;
import dev.twinlog.app.doctor.Circumstances.Scope;
import dev.twinlog.app.doctor.Finding.State;
import dev.twinlog.model.Agent;
import dev.twinlog.setup.agents.Telemetry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final long NOW = 1_795_209_536_000L;
    private static final long MINUTE = 60_000;
    private static final String TOKEN = "made-up";
    private static final String HERE = "http://127.0.0.1:4318";
    private static final Telemetry OURS = told(HERE);
    private static final Telemetry SILENT = new Telemetry(null, Map.of(), null);
    private static final LongFunction<String> TIME = at -> "at " + (at - NOW);
    private static final Door OPEN = new Door(true, true, null, 4318, 4318, null);

    private static Telemetry told(String base) {
        return new Telemetry(null, Map.of("logs", base, "traces", base, "metrics", base), TOKEN);
    }

    private static AgentFacts claude(
            Telemetry told, List<Other> stronger, @Nullable Long since, Set<String> ours, LastHeard heard) {
        var file = Path.of("/h/.claude/settings.json");
        return new AgentFacts(Agent.CLAUDE, Path.of("/bin/claude"), true, file, told, since, stronger, ours, heard);
    }

    private static AgentFacts codex(Telemetry told, LastHeard heard) {
        return new AgentFacts(
                Agent.CODEX, Path.of("/bin/codex"), true, Path.of("/c"), told, NOW, List.of(), Set.of(), heard);
    }

    private static final LastHeard NEVER = new LastHeard(null, null, null);

    private static AgentFacts claude(Telemetry told, Other... stronger) {
        return claude(told, List.of(stronger), NOW, Set.of(), NEVER);
    }

    private static Circumstances with(Door door, AgentFacts agent) {
        return new Circumstances(
                NOW,
                door,
                List.of(agent),
                TOKEN,
                new Disk(Path.of("/d"), 10L << 30, 1L << 28),
                List.of(),
                NOW,
                new TreeMap<>());
    }

    private static Finding finding(Circumstances facts, String check) {
        return Diagnosis.of(facts, TIME).stream()
                .filter(one -> one.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private static void check(Circumstances facts, String check, State state, String... words) {
        var finding = finding(facts, check);
        assertThat(finding.state()).as(finding.what()).isEqualTo(state);
        for (var word : words) assertThat(finding.what() + " " + finding.next()).contains(word);
        if (state == State.PROBLEM || state == State.WARNING)
            assertThat(finding.next()).isNotBlank();
    }

    @Test
    void where_all_is_well_nothing_else_is_said() {
        var well = with(OPEN, claude(OURS, List.of(), NOW - 10 * MINUTE, Set.of(), new LastHeard(NOW, NOW, null)));
        assertThat(Diagnosis.of(well, TIME)).extracting(Finding::state).containsOnly(State.OK);
    }

    @Test
    void a_daemon_that_is_not_there_or_does_not_answer_is_a_problem() {
        check(
                with(new Door(false, false, null, 4318, null, null), claude(OURS)),
                "daemon",
                State.PROBLEM,
                "twinlog up");
        check(with(new Door(true, false, null, 4318, null, null), claude(OURS)), "daemon", State.PROBLEM, "not answer");
    }

    @Test
    void a_port_that_another_has_is_named_with_its_holder() {
        var taken = new Door(true, true, "port_taken", 4318, null, "process 7 (otelcol)");
        check(with(taken, claude(OURS)), "otlp_port", State.PROBLEM, "4318", "process 7 (otelcol)", "otlp-http-port");
        var early = new Door(false, false, null, 4318, null, "process 7 (otelcol)");
        check(with(early, claude(OURS)), "otlp_port", State.WARNING, "otelcol");
        var shut = new Door(true, true, "disk_full", 4318, null, null);
        check(with(shut, claude(OURS)), "otlp_port", State.PROBLEM, "disk_full");
        check(with(new Door(false, false, null, 4318, null, null), claude(OURS)), "otlp_port", State.CANNOT_TELL);
    }

    @Test
    void an_agent_that_is_not_set_up_is_told_how_to() {
        check(with(OPEN, claude(SILENT)), "setup.claude", State.PROBLEM, "setup apply claude");
        check(with(OPEN, claude(told("none"))), "setup.claude", State.PROBLEM, "switched off");
        var broken = new Telemetry("f:1:2 is no JSON", Map.of(), null);
        check(with(OPEN, claude(broken)), "setup.claude", State.PROBLEM, "f:1:2");
    }

    @Test
    void an_agent_that_is_not_here_is_no_problem() {
        var absent = new AgentFacts(Agent.CODEX, null, false, Path.of("/c"), SILENT, null, List.of(), Set.of(), NEVER);
        check(with(OPEN, absent), "setup.codex", State.CANNOT_TELL);
        check(with(OPEN, absent), "agent.codex", State.CANNOT_TELL, "not found");
        assertThat(Diagnosis.of(with(OPEN, absent), TIME))
                .extracting(Finding::check)
                .doesNotContain("overrides.codex");
    }

    @Test
    void a_wrong_port_another_host_and_a_missing_token_are_seen() {
        check(with(OPEN, claude(told("http://127.0.0.1:9"))), "setup.claude", State.PROBLEM, "port 9", "4318");
        check(
                with(OPEN, claude(told("https://c.example.com"))),
                "setup.claude",
                State.WARNING,
                "c.example.com",
                "--replace");
        check(with(OPEN, claude(told("?"))), "setup.claude", State.WARNING, "no OTLP over HTTP");
        var untold = new Telemetry(null, OURS.bases(), "other");
        check(with(OPEN, claude(untold)), "setup.claude", State.WARNING, "token");
        var logsAlone = new Telemetry(null, Map.of("logs", HERE), TOKEN);
        check(with(OPEN, claude(logsAlone)), "setup.claude", State.WARNING, "traces");
    }

    @Test
    void what_overrides_the_settings_is_named() {
        var managed = new Other(Scope.MANAGED, "/etc/claude-code/managed-settings.json", told("https://c"));
        check(with(OPEN, claude(OURS, managed)), "overrides.claude", State.PROBLEM, "/etc/claude-code", "https://c");
        var off = new Other(Scope.MANAGED, "/m", new Telemetry(null, Map.of("logs", "none"), null));
        check(with(OPEN, claude(OURS, off)), "overrides.claude", State.PROBLEM, "switch telemetry off");
        check(with(OPEN, claude(SILENT, new Other(Scope.MANAGED, "/m", OURS))), "overrides.claude", State.OK);
        var broken = new Other(Scope.PROJECT, "/p", new Telemetry("/p:1:1 is no JSON", Map.of(), null));
        check(with(OPEN, claude(OURS, broken)), "overrides.claude", State.WARNING, "/p:1:1");
    }

    @Test
    void weaker_places_matter_only_where_the_user_says_nothing() {
        var project =
                new Other(Scope.PROJECT, "/p/.claude/settings.json", new Telemetry(null, Map.of("logs", "none"), null));
        var variables = new Other(Scope.ENVIRONMENT, "the environment", told("https://c"));
        check(with(OPEN, claude(OURS, project, variables)), "overrides.claude", State.OK);
        check(with(OPEN, claude(SILENT, project)), "overrides.claude", State.WARNING, "/p/.claude");
        check(with(OPEN, claude(SILENT, variables)), "overrides.claude", State.WARNING, "the environment");
    }

    private static Circumstances heard(
            Telemetry told, long since, @Nullable Long transcript, @Nullable Long otlp, @Nullable Long alone) {
        return with(OPEN, claude(told, List.of(), since, Set.of(), new LastHeard(transcript, otlp, alone)));
    }

    @Test
    void telemetry_that_does_not_come_while_transcripts_do_is_a_problem() {
        long since = NOW - 60 * MINUTE;
        long late = AgentDiagnosis.TELEMETRY_LATE.toMillis();
        var check = "arriving.claude";
        check(heard(OURS, since, NOW, null, NOW - late - 1), check, State.PROBLEM, "never", "anew", "heard at 0");
        check(heard(OURS, since, NOW, NOW - 30 * MINUTE, NOW - late - 1), check, State.PROBLEM, "last at -1800000");
        check(heard(OURS, since, NOW, NOW - 30 * MINUTE, null), check, State.OK, "at -1800000");
        check(heard(OURS, NOW, NOW - 1, null, NOW - late - 1), check, State.CANNOT_TELL, "set up");
        check(heard(OURS, since, null, null, null), check, State.CANNOT_TELL, "nothing");
        check(heard(SILENT, since, NOW, null, NOW - late - 1), check, State.CANNOT_TELL, "not set up");
    }

    @Test
    void telemetry_has_a_moment_before_it_is_called_late() {
        long late = AgentDiagnosis.TELEMETRY_LATE.toMillis();
        var check = "arriving.claude";
        check(heard(OURS, 0, NOW, NOW - 30 * MINUTE, NOW), check, State.CANNOT_TELL, "may still come", "2 minutes");
        check(heard(OURS, 0, NOW, NOW - 30 * MINUTE, NOW - late), check, State.CANNOT_TELL, "may still come");
        check(heard(OURS, NOW - late, NOW, null, NOW - 30 * MINUTE), check, State.CANNOT_TELL, "may still come");
        check(heard(OURS, NOW - late - 1, NOW, null, NOW - 30 * MINUTE), check, State.PROBLEM, "never");
    }

    private static Telemetry own(Map<String, String> bases, String variable, String value) {
        return new Telemetry(null, bases, null, new TreeMap<>(Map.of(variable, value)));
    }

    @Test
    void variables_of_one_signal_override_what_was_written() {
        var check = "overrides.claude";
        var endpoint = "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT";
        var astray = own(Map.of("logs", "https://c"), endpoint, "https://u:p@c/v1/logs?key=k");
        var environment = new Other(Scope.ENVIRONMENT, "the environment", astray);
        check(
                with(OPEN, claude(OURS, environment)),
                check,
                State.PROBLEM,
                "the environment",
                endpoint + "=https://c/v1/logs",
                "unset " + endpoint);
        assertThat(finding(with(OPEN, claude(OURS, environment)), check).what()).doesNotContain("u:p", "key");
        check(with(OPEN, claude(SILENT, environment)), check, State.PROBLEM, "unset " + endpoint);
        for (var name : List.of("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_METRICS_HEADERS")) {
            var one = own(Map.of(), name, name.endsWith("HEADERS") ? "" : "grpc");
            check(
                    with(OPEN, claude(OURS, new Other(Scope.ENVIRONMENT, "e", one))),
                    check,
                    State.WARNING,
                    "unset " + name);
            check(
                    with(OPEN, claude(OURS, new Other(Scope.PROJECT, "/p/s.json", one))),
                    check,
                    State.WARNING,
                    "/p/s.json",
                    name,
                    "take");
            check(with(OPEN, claude(OURS, new Other(Scope.MANAGED, "/m", one))), check, State.PROBLEM, "/m", name);
        }
        var here = own(Map.of("logs", HERE), endpoint, HERE + "/v1/logs");
        check(with(OPEN, claude(OURS, new Other(Scope.ENVIRONMENT, "e", here))), check, State.OK);
        var users = own(OURS.bases(), endpoint, HERE);
        check(with(OPEN, claude(users)), "setup.claude", State.WARNING, endpoint, "--replace");
        check(with(OPEN, claude(users, new Other(Scope.ENVIRONMENT, "e", astray))), check, State.OK);
    }

    @Test
    void where_telemetry_goes_is_told_in_words() {
        var told = new Telemetry(null, Map.of("logs", "https://c", "traces", "https://c", "metrics", "none"), null);
        var managed = new Other(Scope.MANAGED, "/m", told);
        check(
                with(OPEN, claude(OURS, managed)),
                "overrides.claude",
                State.PROBLEM,
                "metrics off",
                "logs and traces to https://c");
        assertThat(finding(with(OPEN, claude(OURS, managed)), "overrides.claude")
                        .what())
                .doesNotContain("{", "=");
    }

    @Test
    void who_sends_elsewhere_is_not_told_to_wait() {
        var foreign = with(OPEN, claude(told("https://c.example.com")));
        check(foreign, "arriving.claude", State.CANNOT_TELL, "sends its telemetry elsewhere: to https://c.example.com");
        assertThat(finding(foreign, "arriving.claude").next()).isNull();
        var grpc = with(OPEN, codex(told("otlp-grpc to http://c:4317"), NEVER));
        check(grpc, "setup.codex", State.WARNING, "elsewhere: to otlp-grpc to http://c:4317", "--replace");
        check(grpc, "arriving.codex", State.CANNOT_TELL, "http://c:4317");
    }

    @Test
    void what_an_earlier_set_up_led_elsewhere_needs_no_replacing() {
        var ours = claude(told("http://far:4318"), List.of(), NOW, Set.of("http://far:4318"), NEVER);
        check(with(OPEN, ours), "setup.claude", State.WARNING, "http://far:4318", "setup apply claude, which leads");
        assertThat(finding(with(OPEN, ours), "setup.claude").next()).doesNotContain("--replace");
        check(with(OPEN, claude(told("http://127.0.0.1:9"))), "setup.claude", State.PROBLEM, "--replace");
        var port = claude(told("http://127.0.0.1:9"), List.of(), NOW, Set.of("http://127.0.0.1:9"), NEVER);
        assertThat(finding(with(OPEN, port), "setup.claude").next()).doesNotContain("--replace");
    }

    @Test
    void refused_telemetry_is_told_with_what_to_do() {
        var refused = new TreeMap<>(Map.of("unauthenticated", 3L, "too_large", 1L, "brand_new", 2L));
        var facts = new Circumstances(NOW, OPEN, List.of(), TOKEN, null, List.of(), NOW, refused);
        check(facts, "refused.unauthenticated", State.PROBLEM, "3 requests", "otlp.token", "setup apply");
        check(facts, "refused.too_large", State.WARNING, "1 request of", "32 MiB");
        check(facts, "refused.brand_new", State.WARNING, "docs/otlp.md");
    }

    private static Circumstances disk(@Nullable Disk disk, List<String> exposed, @Nullable Long newest) {
        return new Circumstances(NOW, OPEN, List.of(), TOKEN, disk, exposed, newest, new TreeMap<>());
    }

    @Test
    void space_permissions_and_the_clock_are_judged() {
        var folder = Path.of("/d");
        check(disk(new Disk(folder, 99, 100), List.of(), NOW), "disk", State.PROBLEM, "disk.floor");
        check(disk(new Disk(folder, 199, 100), List.of(), NOW), "disk", State.WARNING);
        check(disk(new Disk(folder, 200, 100), List.of(), NOW), "disk", State.OK);
        check(disk(null, List.of(), NOW), "disk", State.CANNOT_TELL);
        check(disk(null, List.of("/d (rwxr-xr-x)"), NOW), "permissions", State.WARNING, "/d (rwxr-xr-x)", "chmod");
        long apart = Diagnosis.CLOCKS_APART.toMillis();
        check(disk(null, List.of(), NOW + apart), "clock", State.OK);
        check(disk(null, List.of(), NOW + apart + 1), "clock", State.WARNING, "set the clock");
        check(disk(null, List.of(), null), "clock", State.CANNOT_TELL);
    }
}
