package dev.twinlog.setup;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The settings that environment variables override, `TWINLOG_SECTION_KEY` each. A variable that nearly names a
/// setting is refused: who sets `TWINLOG_RAWKEEP=none` would else have all kept, in silence. Others that begin
/// so are somebody else's, and left alone.
final class Overrides {
    /// Variables that begin like settings and are none.
    private static final Set<String> OTHERS = Set.of("TWINLOG_HOME", "TWINLOG_JAVA");

    private Overrides() {}

    /// @throws SettingsProblem when a variable names no setting, or its value cannot be understood
    static Map<SettingKeys, Object> of(Map<String, String> environment) throws SettingsProblem {
        var values = new EnumMap<SettingKeys, Object>(SettingKeys.class);
        for (var variable : new TreeMap<>(environment).tailMap("TWINLOG_").entrySet()) {
            var name = variable.getKey();
            if (!name.startsWith("TWINLOG_")) break;
            var key = OTHERS.contains(name) ? null : key(name);
            if (key != null) values.put(key, value(key, variable.getValue()));
        }
        return values;
    }

    private static @Nullable SettingKeys key(String name) throws SettingsProblem {
        for (var key : SettingKeys.values()) if (key.variable().equals(name)) return key;
        var known =
                Arrays.stream(SettingKeys.values()).map(SettingKeys::variable).toList();
        var hint = Nearest.hint(name, known);
        if (!hint.isEmpty()) throw new SettingsProblem("the variable " + name + " is no setting" + hint);
        return null;
    }

    private static Object value(SettingKeys key, String text) throws SettingsProblem {
        try {
            return key.type().read(text);
        } catch (IllegalArgumentException e) {
            throw new SettingsProblem(key.variable() + " " + e.getMessage(), e);
        }
    }
}
