package dev.twinlog.setup;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A setting with its value, and where that comes from.
///
/// @param value    a `Long`, `Boolean`, `String` or `List` of strings: sizes in bytes, paths absolute
/// @param usual    the value when nobody chose one
/// @param from     what decided it
/// @param line     of the file in which it is written, from 1, also when the environment overrides that; null: it is
///                 not written
public record Chosen(
        SettingKeys key,
        Object value,
        Object usual,
        From from,
        @Nullable Integer line) {
    /// What decides a value.
    public enum From {
        DEFAULT,
        FILE,
        ENVIRONMENT
    }

    private static final String[] UNITS = {"GiB", "MiB", "KiB"};

    static Chosen of(
            SettingKeys key,
            Folders folders,
            @Nullable Object written,
            @Nullable Integer line,
            @Nullable Object overridden) {
        var usual = plain(key, usual(key, folders), folders);
        if (overridden != null) return new Chosen(key, plain(key, overridden, folders), usual, From.ENVIRONMENT, line);
        return written == null
                ? new Chosen(key, usual, usual, From.DEFAULT, line)
                : new Chosen(key, plain(key, written, folders), usual, From.FILE, line);
    }

    private static Object usual(SettingKeys key, Folders folders) {
        var usual = key.usual();
        if (usual != null) return usual;
        var paths = key == SettingKeys.WATCH_CLAUDE ? folders.claudeTranscripts() : folders.codexTranscripts();
        return paths.stream().map(Path::toString).toList();
    }

    private static Object plain(SettingKeys key, Object value, Folders folders) {
        return switch (value) {
            case Integer number -> number.longValue();
            case OptionalInt days -> days.isPresent() ? (Object) (long) days.getAsInt() : "keep";
            case String path
            when key.type() instanceof SettingType.File && !path.isEmpty() ->
                folders.written(path).toString();
            case List<?> paths
            when key.type() instanceof SettingType.Paths ->
                paths.stream()
                        .map(path -> folders.written(path.toString()).toString())
                        .toList();
            default -> value;
        };
    }

    /// The value as `config set` takes it back; the items of a list one a line.
    public String text() {
        return text(value);
    }

    /// The default in the same form.
    public String usualText() {
        return text(usual);
    }

    private String text(Object shown) {
        if (shown instanceof List<?> list)
            return String.join("\n", list.stream().map(Object::toString).toList());
        return key.type() instanceof SettingType.Size && shown instanceof Long bytes ? size(bytes) : shown.toString();
    }

    /// In the greatest unit of which it is a whole number.
    private static String size(long bytes) {
        for (int i = 0; i < UNITS.length; i++) {
            long unit = 1L << 10 * (UNITS.length - i);
            if (bytes > 0 && bytes % unit == 0) return bytes / unit + " " + UNITS[i];
        }
        return Long.toString(bytes);
    }
}
