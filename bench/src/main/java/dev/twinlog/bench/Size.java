package dev.twinlog.bench;

import java.util.Locale;
import java.util.regex.Pattern;

/// How large a corpus is, in bytes; `50MB` and `1GB` are decimal, as disks are sold and the targets are meant.
record Size(long bytes) implements Comparable<Size> {
    static final Size SMALL = new Size(50_000_000L);
    static final Size TENTH = new Size(100_000_000L);
    static final Size GIGABYTE = new Size(1_000_000_000L);
    static final Size FIVE = new Size(5_000_000_000L);

    private static final Pattern WORDS = Pattern.compile("(\\d{1,6})\\s*([MG])B");

    /// @throws IllegalArgumentException when it is no size
    static Size of(String text) {
        var words = WORDS.matcher(text.toUpperCase(Locale.ROOT));
        if (!words.matches()) throw new IllegalArgumentException("'" + text + "' is no size: 50MB, 1GB");
        return new Size(Long.parseLong(words.group(1)) * (words.group(2).equals("M") ? 1_000_000L : 1_000_000_000L));
    }

    boolean isLarge() {
        return bytes >= 500_000_000L;
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return bytes % 1_000_000_000L == 0 ? bytes / 1_000_000_000L + " GB" : bytes / 1_000_000L + " MB";
    }
}
