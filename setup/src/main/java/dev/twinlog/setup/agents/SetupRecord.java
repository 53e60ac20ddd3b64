package dev.twinlog.setup.agents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.setup.UnfitFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was done to an agent's file, so that it can be undone: newest last. More than one only while a
/// change is made, or when it was broken off: nobody knows then whether the newest took place.
///
/// @param written by {@link Setup}
record SetupRecord(List<Written> written) {
    private static final int VERSION = 1;

    SetupRecord {
        written = List.copyOf(written);
    }

    /// One change.
    ///
    /// @param file       the path that was named
    /// @param endpoint   the base that was written
    /// @param before     the file in our folder with the bytes that were there; null: there was no file
    /// @param beforeHash SHA-256 of these in hex, or empty
    /// @param after      the file in our folder with the bytes that were written
    /// @param afterHash  SHA-256 of these in hex
    /// @param keys       what was written, and what it replaced
    record Written(
            String at,
            String file,
            String endpoint,
            @Nullable String before,
            String beforeHash,
            String after,
            String afterHash,
            List<Change> keys) {
        Written {
            keys = List.copyOf(keys);
        }
    }

    byte[] json() {
        var bytes = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(bytes).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeArrayFieldStart("written");
            for (var one : written) write(json, one);
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException never) {
            throw new IllegalStateException("memory cannot fail to be written", never);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Written one) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", one.at);
        json.writeStringField("file", one.file);
        json.writeStringField("endpoint", one.endpoint);
        json.writeStringField("before", one.before);
        json.writeStringField("beforeHash", one.beforeHash);
        json.writeStringField("after", one.after);
        json.writeStringField("afterHash", one.afterHash);
        json.writeArrayFieldStart("keys");
        for (var key : one.keys) {
            json.writeStartObject();
            json.writeStringField("key", key.key());
            json.writeStringField("replaced", key.from());
            json.writeStringField("written", key.to());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// @throws UnfitFileException when it is no record of this version
    static SetupRecord of(Path file, byte[] bytes) throws UnfitFileException {
        var root = JsonText.parse(file.toString(), new String(bytes, StandardCharsets.UTF_8))
                .orNull();
        if (root == null
                || !(root.plain() instanceof Map<?, ?> map)
                || !new JsonText.Digits(Integer.toString(VERSION)).equals(map.get("version"))
                || !(map.get("written") instanceof List<?> list)) throw unfit(file);
        var written = new ArrayList<Written>();
        for (var one : list) {
            if (!(one instanceof Map<?, ?> fields)) throw unfit(file);
            written.add(written(file, fields));
        }
        return new SetupRecord(written);
    }

    private static Written written(Path file, Map<?, ?> fields) throws UnfitFileException {
        var keys = new ArrayList<Change>();
        if (fields.get("keys") instanceof List<?> list)
            for (var key : list) if (key instanceof Map<?, ?> change) keys.add(change(file, change));
        return new Written(
                needed(file, fields, "at"),
                needed(file, fields, "file"),
                needed(file, fields, "endpoint"),
                text(fields, "before"),
                needed(file, fields, "beforeHash"),
                needed(file, fields, "after"),
                needed(file, fields, "afterHash"),
                keys);
    }

    private static Change change(Path file, Map<?, ?> change) throws UnfitFileException {
        return new Change(needed(file, change, "key"), text(change, "replaced"), text(change, "written"));
    }

    private static String needed(Path file, Map<?, ?> fields, String name) throws UnfitFileException {
        var text = text(fields, name);
        if (text == null) throw unfit(file);
        return text;
    }

    private static @Nullable String text(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    private static UnfitFileException unfit(Path file) {
        return new UnfitFileException(file + " is no record of what set-up wrote that this version can read: the texts"
                + " from before lie beside it; put the right one back by hand, and delete it");
    }
}
