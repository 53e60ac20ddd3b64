package dev.twinlog.model;

/// How much text one field of the settled narrative holds. A longer text is cut, never inside a surrogate
/// pair, and its whole length in UTF-16 units stands beside it under `<name>Length`. The journal keeps all
/// of it.
public final class FieldLimit {
    /// UTF-16 units of one text field.
    public static final int CHARACTERS_MAX = 1 << 20;

    private FieldLimit() {}

    /// The name of the field that tells the whole length of a cut one.
    public static String lengthName(String field) {
        return field + "Length";
    }

    /// The text, cut to the limit when it is longer.
    public static String cut(String text) {
        return text.length() <= CHARACTERS_MAX ? text : text.substring(0, boundary(text, CHARACTERS_MAX));
    }

    private static int boundary(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
    }
}
