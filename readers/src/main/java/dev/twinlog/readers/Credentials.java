package dev.twinlog.readers;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Secrets that are known by what stands before them: the password of a connection string (`scheme://user:password@`),
/// what is assigned to a password or a token, what a header or a command line authenticates with. Only the secret part
/// is taken out. Each look is bounded, so a text is read in linear time.
final class Credentials {
    /// What texts that may hold one have in them, in any case: three characters suffice for the sketch.
    static final String[] BEGINNINGS = {"://", "pas", "tok", "sec", "api", "aut", "bea", " -p", " -u", "--u"};
    /// A name or a password longer than this is something else, or is taken out up to here.
    static final int LENGTH_MAX = 256;

    private static final int LEAST = 4;
    static final int BLANKS_MAX = 8;
    private static final int FLAG_MAX = 32;
    private static final String[] NAMES = {"password", "passwd", "passphrase"};
    private static final Set<String> PLAIN_WORDS = Set.of(
            "string",
            "text",
            "str",
            "value",
            "none",
            "null",
            "true",
            "false",
            "undefined",
            "bytes",
            "char",
            "varchar",
            "from",
            "with",
            "option",
            "file",
            "field",
            "this",
            "self",
            "optional",
            "required",
            "boolean",
            "number");

    private Credentials() {}

    /// A secret at `[start, end)`.
    record Found(String kind, int start, int end) {}

    /// The secret whose introduction begins here, or null.
    static @Nullable Found at(String text, int at) {
        return switch (text.charAt(at)) {
            case ':' -> text.startsWith("://", at) ? connection(text, at) : null;
            case 'p', 'P' -> password(text, at);
            case 't', 'T', 's', 'S', 'a', 'A' -> NamedSecrets.at(text, at);
            case 'b', 'B' -> NamedSecrets.bearer(text, at);
            case ' ', '-' -> CommandPasswords.at(text, at);
            default -> null;
        };
    }

    private static @Nullable Found password(String text, int at) {
        for (var name : NAMES)
            if (text.regionMatches(true, at, name, 0, name.length())) return assigned(text, at, at + name.length());
        return null;
    }

    private static @Nullable Found connection(String text, int at) {
        if (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1))) return null;
        int from = at + "://".length();
        int colon = from;
        int most = Math.min(text.length(), from + LENGTH_MAX);
        while (colon < most && part(text.charAt(colon)) && ":@".indexOf(text.charAt(colon)) < 0) colon++;
        if (colon == most || text.charAt(colon) != ':') return null;
        int host = -1;
        most = Math.min(text.length(), colon + LENGTH_MAX);
        for (int i = colon + 1; i < most && part(text.charAt(i)); i++) if (text.charAt(i) == '@') host = i;
        if (host <= colon + 1 || placeholder(text, colon + 1, host)) return null;
        return new Found("connection_string", colon + 1, host);
    }

    /// What stands before the host of a URL.
    private static boolean part(char c) {
        return c > ' ' && "/\"'`<>\\?#".indexOf(c) < 0;
    }

    private static @Nullable Found assigned(String text, int name, int nameEnd) {
        int value = assignedAt(text, nameEnd);
        if (value >= 0) return value(text, value, tight(text, nameEnd, value));
        int at = blanks(text, nameEnd);
        return at > nameEnd && at < text.length() && flag(text, name) ? flagged(text, at) : null;
    }

    /// Where that begins which is assigned to a name, by `=`, `:`, `:=` or `=>`; -1 when nothing is.
    static int assignedAt(String text, int nameEnd) {
        int sign = blanks(text, closed(text, nameEnd));
        if (sign >= text.length()) return -1;
        char c = text.charAt(sign);
        if (c != '=' && c != ':') return -1;
        int from = sign + 1;
        if (from < text.length() && text.charAt(from) == '=' && c == '=') return -1;
        if (from < text.length() && (text.charAt(from) == '=' || text.charAt(from) == '>')) from++;
        return blanks(text, from);
    }

    /// Whether a value stands directly behind the `=` of its name: nobody writes types and variables so.
    static boolean tight(String text, int nameEnd, int value) {
        return value == closed(text, nameEnd) + 1 && text.charAt(value - 1) == '=';
    }

    /// After the quote that ends a key, if there is one here.
    static int closed(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + BLANKS_MAX && text.charAt(at) == '\\') at++;
        return at < text.length() && quote(text.charAt(at)) ? at + 1 : from;
    }

    private static @Nullable Found flagged(String text, int at) {
        return text.charAt(at) == '-' ? null : value(text, at, true);
    }

    private static boolean flag(String text, int name) {
        int from = name;
        while (from > 0 && from > name - FLAG_MAX && SecretRule.Shape.URL_SAFE.has(text.charAt(from - 1))) from--;
        return text.startsWith("--", from);
    }

    static int blanks(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + BLANKS_MAX && (text.charAt(at) == ' ' || text.charAt(at) == '\t'))
            at++;
        return at;
    }

    /// @param tight whether a bare word is a value: nobody writes types and variables so
    private static @Nullable Found value(String text, int from, boolean tight) {
        int at = from;
        while (at < text.length() && at < from + BLANKS_MAX && text.charAt(at) == '\\') at++;
        if (at < text.length() && quote(text.charAt(at))) return quoted(text, at + 1, at - from);
        int end = from;
        int most = Math.min(text.length(), from + LENGTH_MAX);
        while (end < most && bare(text.charAt(end))) end++;
        if (placeholder(text, from, end) || code(text, from, end, tight)) return null;
        return new Found("password", from, end);
    }

    /// @param depth how many backslashes stand before the quote: as many stand before the one that ends the value
    private static @Nullable Found quoted(String text, int from, int depth) {
        char quote = text.charAt(from - 1);
        int most = Math.min(text.length(), from + LENGTH_MAX);
        int slashes = 0;
        for (int end = from; end <= most; end++) {
            char c = end < most ? text.charAt(end) : '\n';
            boolean ends = c == '\n' || c == quote && slashes <= depth;
            if (ends) return placeholder(text, from, end - slashes) ? null : new Found("password", from, end - slashes);
            slashes = c == '\\' ? slashes + 1 : 0;
        }
        return null;
    }

    static boolean quote(char c) {
        return c == '"' || c == '\'';
    }

    static boolean bare(char c) {
        return c > ' ' && "\"'`,;)]}<>&|\\⟦".indexOf(c) < 0;
    }

    /// What stands for a password, and is none.
    static boolean placeholder(String text, int from, int end) {
        if (end - from < LEAST) return true;
        char first = text.charAt(from);
        if ("<$%{[⟦".indexOf(first) >= 0) return true;
        for (int i = from + 1; i < end; i++) if (text.charAt(i) != first) return text.startsWith("⟦", end);
        return true;
    }

    /// Whether an unquoted value is a type, a variable or a call.
    private static boolean code(String text, int from, int end, boolean tight) {
        var value = text.substring(from, end).toLowerCase(Locale.ROOT);
        if (value.indexOf('(') >= 0 || value.indexOf('[') >= 0 || value.contains("passw")) return true;
        boolean letters = true;
        boolean dotted = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            letters &= Character.isLetter(c) || c == '_' || c == '.' || c == '?' || c == '!' || c == ':';
            dotted &= Character.isLetterOrDigit(c) || c == '_' || c == '.';
        }
        if (letters && !tight) return true;
        return PLAIN_WORDS.contains(value) || letters && dotted && value.indexOf('.') >= 0;
    }
}
