package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import dev.twinlog.setup.SettingKeys;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What who changes a setting should know: what it will do that cannot be taken back, and what it names that is not
/// there.
final class ConfigWarnings {
    private ConfigWarnings() {}

    /// The words as they are written: folders absolute, since the daemon is started anywhere.
    ///
    /// @throws Refusal when a folder's name is none
    static List<String> written(SettingKeys key, List<String> words) throws Refusal {
        if (!isFolders(key)) return words;
        var absolute = new ArrayList<String>();
        for (var word : words) absolute.add(absolute(key, word));
        return absolute;
    }

    private static String absolute(SettingKeys key, String word) throws Refusal {
        try {
            return word.isBlank() || word.startsWith("~")
                    ? word
                    : Path.of(word).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            throw new Refusal(
                    Refusal.Reason.WRONG_QUESTION, key.key() + " must be a list of folders, not '" + word + "'", e);
        }
    }

    /// What is said when such a value was written.
    static List<String> of(SettingKeys key, List<String> words) {
        var value = words.getFirst();
        return switch (key) {
            case WATCH_CLAUDE, WATCH_CODEX ->
                words.stream()
                        .filter(word -> !word.isBlank() && !word.startsWith("~") && !Files.isDirectory(Path.of(word)))
                        .map(word -> word + " is no folder yet; it is watched as soon as it is there")
                        .toList();
            case RETENTION_DAYS ->
                value.equals("keep")
                        ? List.of()
                        : List.of("sessions whose last activity is more than " + value + " day"
                                + (value.equals("1") ? "" : "s")
                                + " ago will be removed for good, from the store and raw; the agents' own files stay."
                                + " `twinlog config unset retention.days` before it takes effect keeps them");
            case RAW_KEEP ->
                switch (value) {
                    case "redacted" ->
                        List.of("what is captured from then on is kept without secrets, so `twinlog restore` cannot"
                                + " give it back byte for byte");
                    case "none" ->
                        List.of("raw bytes will be removed for good once their session is settled, so `twinlog"
                                + " restore` and `twinlog rebuild` end for it; export what you want to keep");
                    default -> List.of();
                };
            default -> List.of();
        };
    }

    private static boolean isFolders(SettingKeys key) {
        return key == SettingKeys.WATCH_CLAUDE || key == SettingKeys.WATCH_CODEX;
    }
}
