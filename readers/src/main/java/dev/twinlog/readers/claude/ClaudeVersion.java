package dev.twinlog.readers.claude;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A version of Claude Code as its records tell it. One that is not told, or is no version, is older than any other.
record ClaudeVersion(int major, int minor, int patch) implements Comparable<ClaudeVersion> {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9}).*");

    static ClaudeVersion of(@Nullable String text) {
        var numbers = NUMBERS.matcher(text == null ? "" : text);
        if (!numbers.matches()) return new ClaudeVersion(0, 0, 0);
        return new ClaudeVersion(number(numbers.group(1)), number(numbers.group(2)), number(numbers.group(3)));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    boolean atLeast(ClaudeVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(ClaudeVersion other) {
        if (major != other.major) return Integer.compare(major, other.major);
        if (minor != other.minor) return Integer.compare(minor, other.minor);
        return Integer.compare(patch, other.patch);
    }
}
