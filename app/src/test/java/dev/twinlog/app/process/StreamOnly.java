package dev.twinlog.app.process;

import dev.twinlog.testkit.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A narrative without what only the stream knows, as text: so two narratives can be held against each other byte for
/// byte.
final class StreamOnly {
    private static final String STREAM = "stream";

    private StreamOnly() {}

    /// @param shown what `show --json` tells
    static String without(Json shown) {
        var whole = object(shown);
        whole.remove("asOf");
        whole.put(
                "events",
                shown.at("events").elements().stream()
                        .filter(StreamOnly::knownToOthers)
                        .map(StreamOnly::event)
                        .toList());
        return Json.write(whole).replace("{\"key\"", "\n{\"key\"");
    }

    private static boolean knownToOthers(Json event) {
        var fields = event.at("fields").names();
        return fields.isEmpty() || fields.stream().anyMatch(name -> !ofStream(event.at("fields", name)));
    }

    private static Map<String, @Nullable Object> event(Json event) {
        var without = object(event);
        var fields = new LinkedHashMap<String, @Nullable Object>();
        for (var name : event.at("fields").names()) {
            var field = event.at("fields", name);
            if (!ofStream(field)) fields.put(name, field.value());
        }
        without.put("fields", fields);
        return without;
    }

    /// The names of the fields that only the stream told.
    static List<String> fields(Json shown) {
        return shown.at("events").elements().stream()
                .flatMap(event -> event.at("fields").names().stream()
                        .filter(name -> ofStream(event.at("fields", name)))
                        .map(name -> event.at("kind").text() + "." + name))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean ofStream(Json field) {
        return field.at("witness").text().equals(STREAM);
    }

    private static LinkedHashMap<String, @Nullable Object> object(Json json) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (var name : json.names()) object.put(name, json.at(name).value());
        return object;
    }
}
