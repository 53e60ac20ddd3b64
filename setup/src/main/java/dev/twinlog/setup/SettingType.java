package dev.twinlog.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// What a setting may be. Each type reads both a TOML value and the text of an environment variable.
sealed interface SettingType
        permits ListTypes.AuthModes,
                ListTypes.Hosts,
                ListTypes.Variables,
                SettingType.Choice,
                SettingType.Days,
                SettingType.Digest,
                SettingType.File,
                SettingType.Flag,
                SettingType.Paths,
                SettingType.Port,
                SettingType.Size {
    /// The greatest TCP port.
    int PORT_MAX = 65_535;

    /// The longest retention, a century: a larger number is a mistake.
    int DAYS_MAX = 36_500;

    /// How the documentation names what may be written.
    String shape();

    /// Whether it has items, each a word of its own on the command line.
    default boolean isList() {
        return false;
    }

    /// The value that was written.
    ///
    /// @param raw a `Long`, `Boolean`, `String` or `List` of strings
    /// @throws IllegalArgumentException saying what may be written instead
    Object read(Object raw);

    /// A TCP port; an `Integer`.
    record Port() implements SettingType {
        @Override
        public String shape() {
            return "a port from 0 (any free one) to " + PORT_MAX;
        }

        @Override
        public Object read(Object raw) {
            long port = wholeNumber(raw, this);
            if (port < 0 || port > PORT_MAX) throw mismatch(this, raw);
            return (int) port;
        }
    }

    /// A list of paths; a `List<String>`. In the environment they are separated as in `PATH`.
    record Paths(String separator) implements SettingType {
        @Override
        public String shape() {
            return "a list of folders";
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public Object read(Object raw) {
            if (raw instanceof String text) return listed(List.of(text.split(separator)), raw);
            if (raw instanceof List<?> list) return listed(list, raw);
            throw mismatch(this, raw);
        }

        private List<String> listed(List<?> list, Object raw) {
            var paths = new ArrayList<String>();
            for (var item : list) {
                if (!(item instanceof String path)) throw mismatch(this, raw);
                if (path.isBlank())
                    throw new IllegalArgumentException("must be " + shape() + ", and an empty text names none: name a"
                            + " folder, or take the setting away for its default");
                paths.add(path);
            }
            return List.copyOf(paths);
        }
    }

    /// A file; a `String`, which is empty where none is named.
    record File() implements SettingType {
        @Override
        public String shape() {
            return "the path of a file";
        }

        @Override
        public Object read(Object raw) {
            if (raw instanceof String path && path.indexOf('\0') < 0) return path.strip();
            throw mismatch(this, raw);
        }
    }

    /// A SHA-256; a `String` in small letters, which is empty where none is wanted.
    record Digest() implements SettingType {
        private static final Pattern HEX = Pattern.compile("([0-9a-f]{64})?");

        @Override
        public String shape() {
            return "a SHA-256 in 64 hexadecimal digits";
        }

        @Override
        public Object read(Object raw) {
            if (!(raw instanceof String text)) throw mismatch(this, raw);
            var digits = text.strip().toLowerCase(Locale.ROOT);
            if (!HEX.matcher(digits).matches()) throw mismatch(this, raw);
            return digits;
        }
    }

    /// A number of bytes; a `Long`.
    record Size() implements SettingType {
        @Override
        public String shape() {
            return "bytes, or a text such as \"256 MiB\"";
        }

        @Override
        public Object read(Object raw) {
            if (raw instanceof Long bytes && bytes >= 0) return bytes;
            if (raw instanceof String text) return bytes(text, text.strip().toLowerCase(Locale.ROOT));
            throw mismatch(this, raw);
        }

        private long bytes(String raw, String text) {
            int digits = 0;
            while (digits < text.length() && Character.isDigit(text.charAt(digits))) digits++;
            try {
                return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit(raw, text.substring(digits)));
            } catch (ArithmeticException | NumberFormatException e) {
                throw mismatch(this, raw);
            }
        }

        private long unit(String raw, String name) {
            return switch (name.strip()) {
                case "", "b" -> 1;
                case "kib" -> 1L << 10;
                case "mib" -> 1L << 20;
                case "gib" -> 1L << 30;
                default -> throw mismatch(this, raw);
            };
        }
    }

    /// Yes or no; a `Boolean`.
    record Flag() implements SettingType {
        @Override
        public String shape() {
            return "true or false";
        }

        @Override
        public Object read(Object raw) {
            if (raw instanceof Boolean flag) return flag;
            if (raw.equals("true")) return true;
            if (raw.equals("false")) return false;
            throw mismatch(this, raw);
        }
    }

    /// One of a few words; a `String`.
    record Choice(List<String> words) implements SettingType {
        @Override
        public String shape() {
            return "one of \"" + String.join("\", \"", words) + "\"";
        }

        @Override
        public Object read(Object raw) {
            if (raw instanceof String word && words.contains(word)) return word;
            throw mismatch(this, raw);
        }
    }

    /// A number of days, or for ever; an `OptionalInt`. Zero is refused, since it could be meant either way.
    record Days() implements SettingType {
        @Override
        public String shape() {
            return "\"keep\", or a number of days from 1 to " + DAYS_MAX;
        }

        @Override
        public Object read(Object raw) {
            if (raw.equals("keep")) return OptionalInt.empty();
            long days = wholeNumber(raw, this);
            if (days < 1 || days > DAYS_MAX) throw mismatch(this, raw);
            return OptionalInt.of((int) days);
        }
    }

    private static long wholeNumber(Object raw, SettingType type) {
        if (raw instanceof Long number) return number;
        try {
            if (raw instanceof String text) return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw mismatch(type, raw);
        }
        throw mismatch(type, raw);
    }

    private static IllegalArgumentException mismatch(SettingType type, Object raw) {
        return new IllegalArgumentException("must be " + type.shape() + ", not '" + raw + "'");
    }
}
