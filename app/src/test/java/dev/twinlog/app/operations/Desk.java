package dev.twinlog.app.operations;

import static dev.twinlog.app.operations.FollowedSwitch.Which.INGEST;
import static dev.twinlog.app.operations.FollowedSwitch.Which.KILL_SWITCH;

import dev.twinlog.app.CannedAnswers;
import dev.twinlog.app.CannedSidecar;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.http.RpcMethod;
import dev.twinlog.model.CaptureMode;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Redactor;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.SettingsProblem;
import dev.twinlog.testkit.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An operator's desk: operations over a sidecar and answers that a test gives, in folders of its own.
public final class Desk implements Operator {
    public final CannedSidecar sidecar = new CannedSidecar();
    public final CannedAnswers answers = new CannedAnswers();
    final List<String> acts = new ArrayList<>();
    final Folders folders;
    final FollowedSwitch killSwitch;
    boolean ingestOff;
    private final Map<String, RpcMethod> methods;

    private Desk(Folders folders, Map<String, String> environment) {
        this.folders = folders;
        OperatorActs noted = (act, by) -> acts.add(act + " by " + by);
        killSwitch = new FollowedSwitch(KILL_SWITCH, folders, environment, false, sidecar::killSwitch, noted);
        var ingest = new FollowedSwitch(INGEST, folders, environment, true, on -> ingestOff = !on, noted);
        methods = Operations.methods(new OperationParts(
                sidecar,
                answers,
                killSwitch,
                ingest,
                noted,
                folders,
                environment,
                () -> "http://127.0.0.1:4318",
                new Redactor(ReadingCounter.NONE)::redact,
                Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC)));
    }

    /// @param variables name, value, … of the environment
    public static Desk in(Path home, String... variables) throws SettingsProblem {
        var environment =
                new HashMap<String, String>(Map.of("HOME", home.toString(), "TWINLOG_HOME", home + "/twinlog"));
        for (int i = 0; i < variables.length; i += 2) environment.put(variables[i], variables[i + 1]);
        return new Desk(Folders.of(environment, "Linux"), environment);
    }

    /// Where all lies.
    public Folders folders() {
        return folders;
    }

    /// What a server serves.
    public Map<String, RpcMethod> methods() {
        return methods;
    }

    /// Calls a method with named texts.
    Json call(String method, String... params) throws Refusal, IOException {
        var named = new HashMap<String, String>();
        for (int i = 0; i < params.length; i += 2) named.put(params[i], params[i + 1]);
        var bytes = new ByteArrayOutputStream();
        methods.getOrDefault(method, (_, _) -> {
                    throw new AssertionError("no method " + method);
                })
                .call(named, bytes);
        return Json.read(bytes.toString(StandardCharsets.UTF_8));
    }

    /// The status follows the sidecar, as that of a daemon does.
    @Override
    @SuppressWarnings("unchecked")
    public Map<String, @Nullable Object> call(Operation operation, Map<String, ?> params) throws Refusal, IOException {
        if (operation == Operation.GET_CAPTURE_RELIABILITY_STATUS) return status();
        var texts = new ArrayList<String>();
        params.forEach((name, value) -> {
            texts.add(name);
            texts.add(String.valueOf(value));
        });
        var result = call(operation.wire(), texts.toArray(String[]::new)).value();
        if (result instanceof Map<?, ?> map) return (Map<String, @Nullable Object>) map;
        throw new AssertionError(operation + " gave no object: " + result);
    }

    private Map<String, @Nullable Object> status() {
        var health = sidecar.health();
        var mode = CaptureMode.of(!ingestOff, health.expected(), health.gateOpen());
        var reason = Json.read(new SidecarAnswer(health).toJson()).at("reason");
        return Json.object(
                "captureMode",
                mode.name(),
                "reasons",
                ingestOff ? List.of("ingest_off") : reason.there() ? List.of("stream: " + reason.text()) : List.of(),
                "stream",
                Json.object(
                        "expected",
                        health.expected(),
                        "reason",
                        reason.value(),
                        "reach",
                        health.reach(),
                        "note",
                        health.gateOpen() ? "no user thread is streamed" : null));
    }
}
