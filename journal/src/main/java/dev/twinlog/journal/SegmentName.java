package dev.twinlog.journal;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of a segment file: its base position in hexadecimal, and how often it was rewritten.
record SegmentName(long base, int rewrites) {
    static final String SUFFIX = ".segment";
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})(?:\\.r([0-9]{1,9}))?\\.segment");

    /// The name of a file, or null when it is no segment's.
    static @Nullable SegmentName of(Path file) {
        var form = FORM.matcher(file.getFileName().toString());
        if (!form.matches()) return null;
        var rewrites = form.group(2);
        return new SegmentName(
                Long.parseUnsignedLong(form.group(1), 16), rewrites == null ? 0 : Integer.parseInt(rewrites));
    }

    SegmentName rewritten() {
        return new SegmentName(base, rewrites + 1);
    }

    Path in(Path folder) {
        return folder.resolve(this + SUFFIX);
    }

    /// The file that keeps what is known of the segment, so that it need not be read to open the journal.
    Path indexIn(Path folder) {
        return folder.resolve(this + ".index");
    }

    @Override
    public String toString() {
        var hex = "%016x".formatted(base);
        return rewrites == 0 ? hex : hex + ".r" + rewrites;
    }
}
