package dev.twinlog.setup.agents;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines that differ between two texts, with some around them, as `diff -u` writes them.
final class UnifiedDiff {
    /// Lines that are the same, around those that differ.
    static final int CONTEXT_LINES = 3;

    /// Shorter secrets are not hidden: they would be found in harmless words.
    private static final int SECRET_CHARACTERS_MIN = 6;

    private static final int SHOWN_CHARACTERS = 4;

    private UnifiedDiff() {}

    /// @param before  null: there was no file
    /// @param after   null: there will be none
    /// @param secrets texts that are shown shortened
    static List<String> of(String file, @Nullable String before, @Nullable String after, List<String> secrets) {
        var old = lines(before);
        var lines = UnifiedDiffUtils.generateUnifiedDiff(
                before == null ? "/dev/null" : file,
                after == null ? "/dev/null" : file,
                old,
                DiffUtils.diff(old, lines(after)),
                CONTEXT_LINES);
        return lines.stream().map(line -> shortened(line, secrets)).toList();
    }

    private static List<String> lines(@Nullable String text) {
        return text == null ? List.of() : text.lines().toList();
    }

    /// A text in which secrets show but their beginning.
    static String shortened(String text, List<String> secrets) {
        var shown = text;
        for (var secret : secrets)
            if (secret.length() >= SECRET_CHARACTERS_MIN)
                shown = shown.replace(secret, secret.substring(0, SHOWN_CHARACTERS) + "…");
        return shown;
    }
}
