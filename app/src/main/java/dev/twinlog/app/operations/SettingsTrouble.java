package dev.twinlog.app.operations;

import dev.twinlog.setup.SettingKeys;
import java.util.regex.Pattern;

/// What to do about settings that cannot be read or written, by what is said of them.
final class SettingsTrouble {
    /// A file, which may have spaces in it, and a line.
    private static final Pattern PLACE = Pattern.compile("(?:^|: )(.*?config\\.toml):(\\d+)");

    private SettingsTrouble() {}

    static String next(String said) {
        var variable = SettingKeys.STREAM_KILL_SWITCH.variable();
        if (said.contains(variable)) return "start Twinlog again without the variable " + variable;
        var place = PLACE.matcher(said);
        if (place.find()) return "correct line " + place.group(2) + " of " + place.group(1);
        return "put config.toml right as said, and writable (`twinlog config path` tells where it is)";
    }
}
