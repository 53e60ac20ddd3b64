package dev.twinlog.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// `config.toml`, read strictly: what is not understood is refused with its line and column, and the file is
/// kept.
final class SettingsFile {
    /// Some editors begin a file with it; it says nothing, and is kept.
    static final String BYTE_ORDER_MARK = "\ufeff";

    private final Path file;
    private final TomlParseResult toml;

    private SettingsFile(Path file, TomlParseResult toml) {
        this.file = file;
        this.toml = toml;
    }

    static Map<SettingKeys, Object> read(Path file) throws SettingsProblem, IOException {
        var open = open(file);
        return open == null ? new EnumMap<>(SettingKeys.class) : open.values();
    }

    /// The file, or null when it is not there.
    static @Nullable SettingsFile open(Path file) throws SettingsProblem, IOException {
        var text = text(file);
        return text == null ? null : new SettingsFile(file, parsed(file, text));
    }

    /// What a text says that is TOML.
    static TomlParseResult parsed(Path file, String text) throws SettingsProblem {
        var toml = OwnToml.parse(file.toString(), text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        if (toml.hasErrors()) {
            var first = toml.errors().getFirst();
            throw new SettingsProblem(at(file, first.position()) + " is no TOML: " + first.getMessage());
        }
        return toml;
    }

    /// The text of a file that people write, or null when there is none.
    static @Nullable String text(Path file) throws SettingsProblem, IOException {
        try {
            var bytes = SmallFile.read(file, OwnToml.BYTES_MAX);
            return bytes == null ? null : decoded(bytes);
        } catch (UnfitFileException e) {
            throw new SettingsProblem(FileTrouble.words(e), e);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new SettingsProblem(file + " is no UTF-8 text: save it as UTF-8", e);
        } catch (IOException e) {
            throw new SettingsProblem("cannot read " + file + ": " + FileTrouble.words(e), e);
        }
    }

    private static String decoded(byte[] bytes) throws java.nio.charset.CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /// The line at which a setting is written, from 1; null when it is not.
    @Nullable
    Integer line(SettingKeys key) {
        var position = toml.inputPositionOf(path(key.key()));
        return position == null ? null : position.line();
    }

    /// What is written.
    Map<SettingKeys, Object> values() throws SettingsProblem {
        refuseUnknown(toml, "");
        var values = new EnumMap<SettingKeys, Object>(SettingKeys.class);
        for (var key : SettingKeys.values()) {
            var raw = toml.get(path(key.key()));
            if (raw != null) values.put(key, value(key, raw));
        }
        return values;
    }

    private Object value(SettingKeys key, Object raw) throws SettingsProblem {
        try {
            return key.type().read(raw instanceof TomlArray array ? array.toList() : raw);
        } catch (IllegalArgumentException e) {
            throw new SettingsProblem(place(key.key()) + ": " + key.key() + " " + e.getMessage(), e);
        }
    }

    private void refuseUnknown(TomlTable table, String prefix) throws SettingsProblem {
        var known = Arrays.stream(SettingKeys.values()).map(SettingKeys::key).toList();
        for (var name : table.keySet()) {
            var key = prefix + name;
            if (known.contains(key)) continue;
            if (table.get(List.of(name)) instanceof TomlTable inner && isSection(key, known)) {
                refuseUnknown(inner, key + ".");
            } else {
                throw new SettingsProblem(
                        place(key) + ": there is no setting '" + key + "'" + Nearest.hint(key, names(known)));
            }
        }
    }

    private static boolean isSection(String key, List<String> known) {
        return known.stream().anyMatch(name -> name.startsWith(key + "."));
    }

    /// The keys and their sections, since either may be mistyped.
    private static List<String> names(List<String> known) {
        var sections = known.stream()
                .filter(key -> key.contains("."))
                .map(key -> key.substring(0, key.indexOf('.')))
                .distinct();
        return java.util.stream.Stream.concat(known.stream(), sections).toList();
    }

    private static List<String> path(String key) {
        return Arrays.asList(key.split("\\."));
    }

    private String place(String key) {
        return at(file, toml.inputPositionOf(path(key)));
    }

    private static String at(Path file, @Nullable TomlPosition position) {
        return position == null ? file.toString() : file + ":" + position.line() + ":" + position.column();
    }
}
