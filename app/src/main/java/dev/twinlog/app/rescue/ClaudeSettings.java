package dev.twinlog.app.rescue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.twinlog.app.rescue.CleanUp.Said;
import dev.twinlog.app.rescue.CleanUp.Scope;
import dev.twinlog.app.rescue.CleanUp.Value;
import dev.twinlog.setup.SmallFile;
import dev.twinlog.setup.UnfitFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// Claude Code's files of settings, read for one thing: how long it keeps transcripts. Nothing is written.
///
/// @param managed the folder with an administrator's settings
public record ClaudeSettings(Path managed) {
    /// Settings of a person fit in far less.
    static final int BYTES_MAX = 1 << 20;
    /// Projects whose settings are looked at, those used last.
    static final int PROJECTS_MAX = 200;

    private static final String KEY = "cleanupPeriodDays";
    private static final String FILE = "settings.json";

    /// Where an administrator's settings are on a kind of system, by the system property `os.name`.
    public static ClaudeSettings of(String osName) {
        if (osName.startsWith("Mac")) return new ClaudeSettings(Path.of("/Library/Application Support/ClaudeCode"));
        return new ClaudeSettings(
                Path.of(osName.startsWith("Windows") ? "C:/Program Files/ClaudeCode" : "/etc/claude-code"));
    }

    /// What all files say, weakest first within a scope.
    ///
    /// @param configs  Claude Code's own folders
    /// @param projects folders in which sessions ran, those used last first
    public List<Said> read(Collection<Path> configs, Collection<Path> projects) {
        var said = new ArrayList<Said>();
        read(Scope.MANAGED, managed.resolve("managed-settings.json"), said);
        dropIns().forEach(file -> read(Scope.MANAGED, file, said));
        for (var config : configs) read(Scope.USER, config.resolve(FILE), said);
        projects.stream().limit(PROJECTS_MAX).forEach(project -> {
            read(Scope.PROJECT, project.resolve(".claude").resolve(FILE), said);
            read(Scope.PROJECT, project.resolve(".claude").resolve("settings.local.json"), said);
        });
        return said;
    }

    private List<Path> dropIns() {
        try (Stream<Path> files = Files.list(managed.resolve("managed-settings.d"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private static void read(Scope scope, Path file, List<Said> said) {
        var value = value(file);
        if (!(value instanceof Value.Nothing)) said.add(new Said(scope, file.toString(), value));
    }

    private static Value value(Path file) {
        byte[] bytes;
        try {
            bytes = SmallFile.read(file, BYTES_MAX);
        } catch (UnfitFileException unfit) {
            return new Value.Unclear("is larger than " + BYTES_MAX + " bytes, or no regular file");
        } catch (IOException refused) {
            return new Value.Unclear("cannot be read");
        }
        if (bytes == null) return new Value.Nothing();
        try (var json = new JsonFactory().createParser(bytes)) {
            return value(json);
        } catch (StreamConstraintsException unusual) {
            return new Value.Unclear("is deeper, or has longer names or numbers, than Twinlog reads");
        } catch (JsonProcessingException broken) {
            var at = broken.getLocation();
            return new Value.Wrong("is no JSON" + (at == null ? "" : " at line " + at.getLineNr()));
        } catch (IOException refused) {
            return new Value.Unclear("cannot be read");
        }
    }

    /// Reads to the end, since a file that is broken further down is broken.
    private static Value value(JsonParser json) throws IOException {
        if (json.nextToken() == null) return new Value.Nothing();
        if (json.currentToken() != JsonToken.START_OBJECT) return new Value.Wrong("is no JSON object");
        Value value = new Value.Nothing();
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            var token = json.nextToken();
            if (name.equals(KEY)) value = days(json, token);
            json.skipChildren();
        }
        return json.nextToken() == null ? value : new Value.Wrong("is no JSON: it goes on after its end");
    }

    /// Claude Code refuses less than one day (older ones took 0 for keeping no transcripts at all).
    private static Value days(JsonParser json, JsonToken token) throws IOException {
        boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
        if (!number || json.getDoubleValue() < 1)
            return new Value.Wrong("has " + KEY + " " + json.getText() + ", which Claude Code refuses");
        return new Value.Days((int) Math.min(json.getDoubleValue(), Integer.MAX_VALUE));
    }
}
