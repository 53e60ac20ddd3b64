package dev.twinlog.setup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The settings that environment variables override, `TWINLOG_SECTION_KEY` each. A variable that begins so
/// and names no setting is worth a warning, not an error: another program may have set it.
record Overrides(Map<SettingKeys, Object> values, List<String> warnings) {
    /// Variables that begin like settings and are none.
    private static final Set<String> OTHERS = Set.of("TWINLOG_HOME", "TWINLOG_JAVA");

    Overrides(Map<String, String> environment) throws SettingsProblem {
        this(new EnumMap<>(SettingKeys.class), new ArrayList<>());
        for (var variable : new TreeMap<>(environment).tailMap("TWINLOG_").entrySet()) {
            if (!variable.getKey().startsWith("TWINLOG_")) break;
            if (!OTHERS.contains(variable.getKey())) take(variable.getKey(), variable.getValue());
        }
    }

    private void take(String name, String text) throws SettingsProblem {
        for (var key : SettingKeys.values()) {
            if (!key.variable().equals(name)) continue;
            try {
                values.put(key, key.type().read(text));
            } catch (IllegalArgumentException e) {
                throw new SettingsProblem(name + " " + e.getMessage(), e);
            }
            return;
        }
        var known =
                Arrays.stream(SettingKeys.values()).map(SettingKeys::variable).toList();
        warnings.add("the variable " + name + " is no setting" + Nearest.hint(name, known));
    }
}
