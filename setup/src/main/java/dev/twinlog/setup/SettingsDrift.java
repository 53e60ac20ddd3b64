package dev.twinlog.setup;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the file of settings differs from what it was when a process started, which goes on with what it read then, but
/// for the few that it follows. Safe for use by many threads.
public final class SettingsDrift {
    private final Folders folders;
    private final Map<SettingKeys, Object> atStart;

    private SettingsDrift(Folders folders, Map<SettingKeys, Object> atStart) {
        this.folders = folders;
        this.atStart = Map.copyOf(atStart);
    }

    /// Since now; a file that is broken now differs from an empty one.
    public static SettingsDrift since(Folders folders) {
        try {
            return new SettingsDrift(folders, SettingsFile.read(folders.settingsFile()));
        } catch (SettingsProblem | IOException broken) {
            return new SettingsDrift(folders, new EnumMap<>(SettingKeys.class));
        }
    }

    /// What who looks at the running process should know, or null when the file says what it said.
    public @Nullable String problem() {
        try {
            var changed =
                    String.join(", ", changed().stream().map(SettingKeys::key).toList());
            return changed.isEmpty()
                    ? null
                    : folders.settingsFile() + " has changed since Twinlog started, which goes on with the settings of"
                            + " then (" + changed + "): start it again to use the new ones";
        } catch (SettingsProblem broken) {
            return broken.getMessage() + "; Twinlog goes on with the settings that it started with, and would not start"
                    + " again: correct the file";
        } catch (IOException e) {
            return FileTrouble.words(e) + "; Twinlog goes on with the settings that it started with";
        }
    }

    /// The settings that mean something else now, and that the process does not follow. A default that is
    /// written means the same as one that is not.
    ///
    /// @throws SettingsProblem when the file cannot be understood now
    public List<SettingKeys> changed() throws SettingsProblem, IOException {
        var now = SettingsFile.read(folders.settingsFile());
        return Arrays.stream(SettingKeys.values())
                .filter(key -> !key.isFollowed() && !value(key, now).equals(value(key, atStart)))
                .toList();
    }

    private Object value(SettingKeys key, Map<SettingKeys, Object> written) {
        return Chosen.of(key, folders, written.get(key), null, null).value();
    }
}
