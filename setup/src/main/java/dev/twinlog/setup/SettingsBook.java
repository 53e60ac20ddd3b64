package dev.twinlog.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// The settings of a machine, each with where it comes from, and the one place that changes the file.
public final class SettingsBook {
    /// Held from reading to writing, so that of two changes in this process the later one knows the earlier one.
    private static final Lock CHANGING = new ReentrantLock();

    private final Folders folders;
    private final Map<String, String> environment;

    public SettingsBook(Folders folders, Map<String, String> environment) {
        this.folders = folders;
        this.environment = Map.copyOf(environment);
    }

    /// Every setting as it is now, in the order of {@link SettingKeys}.
    ///
    /// @throws SettingsProblem when the file or a variable cannot be understood
    /// @throws IOException     when the file is there and cannot be read
    public List<Chosen> all() throws SettingsProblem, IOException {
        var file = SettingsFile.open(folders.settingsFile());
        var written = file == null ? new EnumMap<SettingKeys, Object>(SettingKeys.class) : file.values();
        var overridden = Overrides.of(environment);
        var all = new ArrayList<Chosen>();
        for (var key : SettingKeys.values()) {
            var line = file == null || !written.containsKey(key) ? null : file.line(key);
            all.add(Chosen.of(key, folders, written.get(key), line, overridden.get(key)));
        }
        return all;
    }

    /// One setting as it is now.
    public Chosen get(SettingKeys key) throws SettingsProblem, IOException {
        return all().get(key.ordinal());
    }

    /// The setting of a name.
    ///
    /// @throws SettingsProblem when there is none, with the name that was probably meant
    public static SettingKeys key(String name) throws SettingsProblem {
        for (var key : SettingKeys.values()) if (key.key().equals(name)) return key;
        var names = Arrays.stream(SettingKeys.values()).map(SettingKeys::key).toList();
        throw new SettingsProblem("there is no setting '" + name + "'" + Nearest.hint(name, names)
                + (Nearest.of(name, names).isEmpty() ? "; `twinlog config list` lists them" : ""));
    }

    /// The value that words mean, before anything is written.
    ///
    /// @throws SettingsProblem when they make no sense
    public Object checked(SettingKeys key, List<String> words) throws SettingsProblem {
        refuseHuge(key, words);
        var value = understood(key, raw(key, words));
        if (key.type() instanceof SettingType.File && value instanceof String path && isAstray(path))
            throw new SettingsProblem(key.key() + " must be " + key.shape() + ", absolute or from ~/, not '" + path
                    + "': the PATH is not looked through for it");
        return value;
    }

    /// A file that says so much would not be read again; and what is parsed takes far more room than its text.
    private static void refuseHuge(SettingKeys key, List<String> words) throws SettingsProblem {
        if (words.stream().mapToLong(String::length).sum() > OwnToml.BYTES_MAX)
            throw new SettingsProblem(
                    key.key() + " is longer than all settings together may be, " + OwnToml.BYTES_MAX + " bytes");
    }

    /// Whether a path would mean another file than the one that who wrote it has in mind.
    private static boolean isAstray(String path) {
        return !path.isEmpty() && !path.startsWith("~/") && !Path.of(path).isAbsolute();
    }

    /// Writes a setting into the file, which is made when it is not there. Everything else in it stays byte for byte.
    ///
    /// @param words the value: one word, or for a list its items
    /// @return whether the file was changed
    /// @throws SettingsProblem when the value makes no sense, or the file is no TOML: it is left as it is
    public boolean set(SettingKeys key, List<String> words) throws SettingsProblem, IOException {
        return !set(Map.of(key, words)).isEmpty();
    }

    /// Writes settings into the file at once: all of them, or none.
    ///
    /// @param wanted the values: of each one word, or for a list its items
    /// @return those that the file did not say before
    /// @throws SettingsProblem when a value makes no sense, or the file is no TOML: it is left as it is
    public Set<SettingKeys> set(Map<SettingKeys, List<String>> wanted) throws SettingsProblem, IOException {
        var edits = new ArrayList<Edit>();
        for (var one : new TreeMap<>(wanted).entrySet()) {
            var key = one.getKey();
            var value = checked(key, one.getValue());
            var literal = literal(raw(key, one.getValue()));
            edits.add(new Edit(key, text -> TomlEdit.set(text, path(key), literal), value));
        }
        return change(edits);
    }

    /// Takes a setting out of the file, so that its default holds again.
    ///
    /// @return whether the file was changed
    /// @throws SettingsProblem when the file is no TOML: it is left as it is
    public boolean unset(SettingKeys key) throws SettingsProblem, IOException {
        return !change(List.of(new Edit(key, text -> TomlEdit.unset(text, path(key)), null)))
                .isEmpty();
    }

    /// Whether a variable of the environment overrides a setting, so that writing it changes nothing.
    public boolean isOverridden(SettingKeys key) {
        return environment.containsKey(key.variable());
    }

    /// What is still wrong in the file, or null: an edit needs a file that is TOML, but not that all in it is known.
    public @Nullable String problem() throws IOException {
        try {
            all();
            return null;
        } catch (SettingsProblem problem) {
            return problem.getMessage();
        }
    }

    /// A change of one setting.
    ///
    /// @param wanted what the text must say then; null: nothing
    private record Edit(
            SettingKeys key,
            UnaryOperator<String> of,
            @Nullable Object wanted) {}

    private Set<SettingKeys> change(List<Edit> edits) throws SettingsProblem, IOException {
        CHANGING.lock();
        try {
            return changeAlone(edits);
        } finally {
            CHANGING.unlock();
        }
    }

    private Set<SettingKeys> changeAlone(List<Edit> edits) throws SettingsProblem, IOException {
        var file = folders.settingsFile();
        var there = SettingsFile.text(file);
        var text = there == null ? "" : there;
        var changed = EnumSet.noneOf(SettingKeys.class);
        for (var edit : edits) {
            var before = text;
            text = edited(edit, before);
            if (!text.equals(before)) changed.add(edit.key);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > OwnToml.BYTES_MAX)
            throw new SettingsProblem(file + " would be larger than " + OwnToml.BYTES_MAX
                    + " bytes, and not be read again: nothing was written");
        if (!changed.isEmpty()) SettingsWriter.write(file, there, text);
        return changed;
    }

    private String edited(Edit edit, String before) throws SettingsProblem {
        var old = SettingsFile.parsed(folders.settingsFile(), before);
        refuseOddSection(edit.key, old);
        var mark = before.startsWith(SettingsFile.BYTE_ORDER_MARK) ? SettingsFile.BYTE_ORDER_MARK : "";
        var bare = before.substring(mark.length());
        var edited = edit.of.apply(bare);
        if (!edited.equals(bare)) verify(edit.key, old, edited, edit.wanted);
        return mark + edited;
    }

    /// A section that is a value, or written as a list of tables, has no place for a key.
    private void refuseOddSection(SettingKeys key, TomlTable old) throws SettingsProblem {
        var path = path(key);
        for (int i = 1; i < path.size(); i++) {
            var there = old.get(path.subList(0, i));
            var name = String.join(".", path.subList(0, i));
            if (there != null && !(there instanceof TomlTable))
                throw new SettingsProblem(folders.settingsFile() + ": " + name + " is no section there: write [" + name
                        + "] above its settings");
            if (there == null) return;
        }
    }

    /// The edited text must say what was wanted, and nothing else anew.
    private void verify(SettingKeys key, TomlTable old, String after, @Nullable Object wanted) throws SettingsProblem {
        var parsed = OwnToml.parse(folders.settingsFile().toString(), after);
        var now = flat(parsed);
        var then = flat(old);
        var raw = parsed.get(path(key));
        now.keySet().removeIf(path -> isAt(path, path(key)));
        then.keySet().removeIf(path -> isAt(path, path(key)));
        boolean right = !parsed.hasErrors()
                && now.equals(then)
                && (wanted == null ? raw == null : raw != null && wanted.equals(understood(key, plain(raw))));
        if (!right)
            throw new SettingsProblem(folders.settingsFile() + " is written in a way that cannot be edited safely: "
                    + "change " + key.key() + " in it by hand");
    }

    private static boolean isAt(List<String> path, List<String> key) {
        return path.size() >= key.size() && path.subList(0, key.size()).equals(key);
    }

    private static List<String> path(SettingKeys key) {
        return List.of(key.key().split("\\."));
    }

    private static Object raw(SettingKeys key, List<String> words) throws SettingsProblem {
        if (key.type().isList()) return items(words);
        if (words.size() != 1) throw new SettingsProblem(key.key() + " takes one value: " + key.shape());
        var word = words.getFirst().strip();
        if (key.type() instanceof SettingType.Flag && (word.equals("true") || word.equals("false")))
            return word.equals("true");
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            return word;
        }
    }

    /// The items of a list: each a word, or all in one as TOML writes them.
    private static List<?> items(List<String> words) throws SettingsProblem {
        if (words.size() != 1 || !words.getFirst().startsWith("[")) return words;
        var array = OwnToml.parse("the list", "items = " + words.getFirst());
        return !array.hasErrors() && array.get("items") instanceof TomlArray items ? items.toList() : words;
    }

    private static Object understood(SettingKeys key, Object raw) throws SettingsProblem {
        try {
            return key.type().read(raw);
        } catch (IllegalArgumentException e) {
            throw new SettingsProblem(key.key() + " " + e.getMessage(), e);
        }
    }

    private static String literal(Object raw) {
        return switch (raw) {
            case List<?> list ->
                list.stream().map(SettingsBook::literal).toList().toString();
            case String text -> "\"" + Toml.tomlEscape(text) + "\"";
            default -> raw.toString();
        };
    }

    private static Map<List<String>, Object> flat(TomlTable table) {
        var flat = new LinkedHashMap<List<String>, Object>();
        for (var path : table.keyPathSet(false)) flat.put(path, plain(Objects.requireNonNull(table.get(path))));
        return flat;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case TomlArray array ->
                array.toList().stream().map(SettingsBook::plain).toList();
            case TomlTable table -> flat(table);
            default -> value;
        };
    }
}
