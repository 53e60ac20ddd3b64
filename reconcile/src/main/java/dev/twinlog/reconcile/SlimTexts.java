package dev.twinlog.reconcile;

import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Observation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;

/// Observations without their long texts. Settling decides nothing by these, so it comes to the same; and a cut text
/// tells how long the whole was and what it sums up to, so that two are equal as the whole ones are.
public final class SlimTexts {
    /// A longer text is cut to so many characters.
    public static final int KEPT_CHARS_MAX = 400;

    private static final int SUM_DIGITS = 16;

    private SlimTexts() {}

    static Heard of(Heard heard) {
        return heard instanceof Observation said ? of(said) : heard;
    }

    private static Observation of(Observation said) {
        if (said.groups().values().stream().noneMatch(SlimTexts::anyLong)) return said;
        var groups = new EnumMap<FieldGroup, Fields>(FieldGroup.class);
        said.groups().forEach((group, fields) -> groups.put(group, of(fields)));
        return said.with(groups);
    }

    private static boolean anyLong(Fields fields) {
        var any = new boolean[1];
        fields.forEach((name, value) -> any[0] |= isLong(value));
        return any[0];
    }

    private static boolean isLong(Object value) {
        return value instanceof String text && text.length() > KEPT_CHARS_MAX;
    }

    /// The fields, with long texts cut.
    public static Fields of(Fields fields) {
        var slim = new Fields.Builder();
        fields.forEach((name, value) -> slim.put(name, isLong(value) ? cut((String) value) : value));
        return slim.build();
    }

    private static String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(KEPT_CHARS_MAX - 1)) ? KEPT_CHARS_MAX - 1 : KEPT_CHARS_MAX;
        return text.substring(0, end) + "… ⟨" + text.length() + " characters, sha256 " + sum(text) + "⟩";
    }

    private static String sum(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, SUM_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
