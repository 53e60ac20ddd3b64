package dev.twinlog.app.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a shell may offer in the place of a value.
sealed interface Completion {
    /// One of a few words.
    record Words(List<String> words) implements Completion {
        public Words {
            words = List.copyOf(words);
        }
    }

    /// The id of a session.
    record Session() implements Completion {}

    /// The key of a setting.
    record Setting() implements Completion {}

    /// The value of the setting whose key stands before it.
    record SettingValue() implements Completion {}

    /// A file.
    record File() implements Completion {}

    /// A folder.
    record Folder() implements Completion {}

    /// Nothing that could be known before.
    record Free() implements Completion {}

    /// What the label of a value says, as all commands use it.
    static Completion ofLabel(@Nullable String label) {
        return switch (label == null ? "" : label) {
            case "SESSION", "ID" -> new Session();
            case "KEY" -> new Setting();
            case "VALUE" -> new SettingValue();
            case "FILE" -> new File();
            case "DIR" -> new Folder();
            default -> new Free();
        };
    }
}
