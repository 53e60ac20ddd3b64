package dev.twinlog.app.operations;

import dev.twinlog.setup.SettingKeys;
import java.util.regex.Pattern;

/// What to do about settings that cannot be read or written, by what is said of them.
final class SettingsTrouble {
    /// A file, a line, and mostly a column.
    private static final Pattern PLACE = Pattern.compile("(\\S*config\\.toml):(\\d+)(?::\\d+)?");

    private SettingsTrouble() {}

    static String next(String said) {
        var variable = SettingKeys.STREAM_KILL_SWITCH.variable();
        if (said.contains(variable)) return "start Twinlog again without the variable " + variable;
        var place = PLACE.matcher(said);
        if (place.find()) return "correct line " + place.group(2) + " of " + place.group(1);
        return "make config.toml a file that you may write (`twinlog config path` tells where it is)";
    }
}
