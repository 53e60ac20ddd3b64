package dev.twinlog.app.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.app.Refusal;
import dev.twinlog.setup.Chosen;
import dev.twinlog.setup.FileTrouble;
import dev.twinlog.setup.SettingKeys;
import dev.twinlog.setup.SettingsBook;
import dev.twinlog.setup.SettingsDrift;
import dev.twinlog.setup.SettingsProblem;
import dev.twinlog.views.Answer;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The settings as programs know them, by names in camelCase.
final class IngestConfig {
    private final OperationParts parts;
    private final SettingsBook book;
    private final SettingsDrift drift;

    IngestConfig(OperationParts parts) {
        this.parts = parts;
        this.book = new SettingsBook(parts.folders(), parts.environment());
        this.drift = SettingsDrift.since(parts.folders());
    }

    /// Parameters under the names of the table: the keys of `config.toml` and names with underscores are taken too.
    static Map<String, String> named(Map<String, String> params) {
        var named = new TreeMap<String, String>();
        params.forEach((name, value) -> {
            var key = key(name);
            named.put(key == null ? name : key.camelCase(), value);
        });
        return named;
    }

    private static @Nullable SettingKeys key(String name) {
        for (var key : SettingKeys.values()) {
            if (name.equals(key.key()) || name.equals(key.camelCase()) || name.equals(snakeCase(key))) return key;
        }
        return null;
    }

    private static String snakeCase(SettingKeys key) {
        return key.camelCase().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    Answer answer() throws Refusal {
        return answer(null);
    }

    private Answer answer(@Nullable List<String> changed) throws Refusal {
        var all = all();
        var needsRestart = needsRestart();
        return json -> {
            json.writeStartObject();
            for (var one : all) {
                json.writeFieldName(one.key().camelCase());
                write(json, one.key() == SettingKeys.SIDECAR_ENV ? names(one.value()) : one.value());
            }
            json.writeStringField("file", parts.folders().settingsFile().toString());
            json.writeFieldName("overridden");
            write(
                    json,
                    all.stream()
                            .filter(one -> one.from() == Chosen.From.ENVIRONMENT)
                            .map(one -> one.key().camelCase())
                            .toList());
            json.writeFieldName("needsRestart");
            write(json, needsRestart);
            if (changed != null) {
                json.writeFieldName("changed");
                write(json, changed);
            }
            json.writeEndObject();
        };
    }

    /// Those of which this process holds another value than the file has now. One that a variable decides stays.
    private List<String> needsRestart() throws Refusal {
        return used(drift::changed).stream()
                .filter(key -> !book.isOverridden(key))
                .map(SettingKeys::camelCase)
                .toList();
    }

    private List<Chosen> all() throws Refusal {
        return used(book::all);
    }

    /// Something done with the file.
    @FunctionalInterface
    private interface Use<T> {
        T now() throws SettingsProblem, IOException;
    }

    private static <T> T used(Use<T> use) throws Refusal {
        try {
            return use.now();
        } catch (SettingsProblem e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new Refusal(Refusal.Reason.UNABLE, FileTrouble.words(e), e);
        }
    }

    /// The names of variables, without their values, which may be secret.
    private static Object names(Object variables) {
        return variables instanceof List<?> list
                ? list.stream()
                        .map(one -> one.toString().replaceAll("(?s)=.*", ""))
                        .toList()
                : variables;
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Boolean flag -> json.writeBoolean(flag);
            case Long number -> json.writeNumber(number);
            case List<?> list -> {
                json.writeStartArray();
                for (var item : list) json.writeString(item.toString());
                json.writeEndArray();
            }
            default -> json.writeString(value.toString());
        }
    }

    /// Writes what was given at once, after all of it was checked. What this process follows is followed then.
    Answer set(Given given) throws Refusal {
        var wanted = checked(given);
        var changed = write(wanted);
        follow(SettingKeys.STREAM_KILL_SWITCH, wanted, parts.killSwitch());
        follow(SettingKeys.AUTO_INGEST, wanted, parts.ingest());
        return answer(changed.stream().map(SettingKeys::camelCase).toList());
    }

    private Map<SettingKeys, String> checked(Given given) throws Refusal {
        var wanted = new EnumMap<SettingKeys, String>(SettingKeys.class);
        for (var key : SettingKeys.values()) {
            var value = given.text(key.camelCase());
            if (value == null) continue;
            refuseOverridden(key);
            check(key, value);
            wanted.put(key, value);
        }
        if (wanted.isEmpty())
            throw Given.wrong("name at least one setting, as {\"" + SettingKeys.AUTO_INGEST.camelCase() + "\": true};"
                    + " get_ingest_config tells them all");
        return wanted;
    }

    private void refuseOverridden(SettingKeys key) throws Refusal {
        if (book.isOverridden(key))
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    "the variable " + key.variable() + " decides " + key.key()
                            + " for this Twinlog, so nothing was written: start it again without the variable, or with"
                            + " another value");
    }

    private void check(SettingKeys key, String value) throws Refusal {
        try {
            book.checked(key, List.of(value));
        } catch (SettingsProblem e) {
            throw new Refusal(Refusal.Reason.WRONG_QUESTION, String.valueOf(e.getMessage()), e);
        }
    }

    private Set<SettingKeys> write(Map<SettingKeys, String> wanted) throws Refusal {
        var words = new EnumMap<SettingKeys, List<String>>(SettingKeys.class);
        wanted.forEach((key, value) -> words.put(key, List.of(value)));
        return used(() -> book.set(words));
    }

    private void follow(SettingKeys key, Map<SettingKeys, String> wanted, FollowedSwitch one) throws Refusal {
        var value = wanted.get(key);
        if (value != null)
            one.written(used(() -> book.checked(key, List.of(value))).equals(true), "rpc");
    }
}
