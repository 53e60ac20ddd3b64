package dev.twinlog.app.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.doctor.Examination;
import dev.twinlog.model.Agent;
import dev.twinlog.setup.FileTrouble;
import dev.twinlog.setup.Settings;
import dev.twinlog.setup.SettingsProblem;
import dev.twinlog.setup.agents.Setup;
import dev.twinlog.views.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/// What there is on this machine that could be captured from. Looks, and opens nothing but the agents' settings.
final class Discovery {
    private final OperationParts parts;

    Discovery(OperationParts parts) {
        this.parts = parts;
    }

    Answer answer() throws Refusal {
        var settings = settings();
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("roots");
            roots(json, Agent.CLAUDE, settings.claudePaths());
            roots(json, Agent.CODEX, settings.codexPaths());
            json.writeEndArray();
            json.writeArrayFieldStart("binaries");
            for (var agent : Agent.values()) binary(json, agent);
            json.writeEndArray();
            json.writeArrayFieldStart("sockets");
            var codex = parts.folders().codexHome();
            place(json, Agent.CODEX, codex.resolve("app-server-control").resolve("app-server-control.sock"));
            json.writeEndObject();
            json.writeEndArray();
            json.writeArrayFieldStart("settings");
            for (var agent : Agent.values()) settings(json, agent);
            json.writeEndArray();
            json.writeEndObject();
        };
    }

    private Settings settings() throws Refusal {
        try {
            return Settings.read(parts.folders(), parts.environment());
        } catch (SettingsProblem e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new Refusal(Refusal.Reason.UNABLE, FileTrouble.words(e), e);
        }
    }

    private static void roots(JsonGenerator json, Agent agent, List<Path> roots) throws IOException {
        for (var root : roots) {
            place(json, agent, root);
            json.writeEndObject();
        }
    }

    /// Begins the object of a place; more may follow.
    private static void place(JsonGenerator json, Agent agent, Path path) throws IOException {
        json.writeStartObject();
        json.writeStringField("agent", agent.wire());
        json.writeStringField("path", path.toString());
        json.writeBooleanField("exists", Files.exists(path));
    }

    private void binary(JsonGenerator json, Agent agent) throws IOException {
        var program = Examination.program(agent.wire(), parts.environment());
        json.writeStartObject();
        json.writeStringField("agent", agent.wire());
        json.writeStringField("path", program == null ? null : program.toString());
        json.writeEndObject();
    }

    private void settings(JsonGenerator json, Agent agent) throws IOException {
        var setup = new Setup(parts.folders(), parts.clock());
        var told = setup.telemetry(agent);
        place(json, agent, setup.file(agent));
        json.writeObjectFieldStart("telemetry");
        for (var base : new TreeMap<>(told.bases()).entrySet()) json.writeStringField(base.getKey(), base.getValue());
        json.writeEndObject();
        json.writeStringField("problem", told.readable());
        json.writeEndObject();
    }
}
