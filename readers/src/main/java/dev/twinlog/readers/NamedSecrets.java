package dev.twinlog.readers;

import dev.twinlog.readers.Credentials.Found;
import org.jspecify.annotations.Nullable;

/// Secrets that a name introduces which others bear too, as `token` and `secret` do: only a value that looks drawn by
/// lot, long and with letters and digits, is one. And what the header `Authorization` carries (RFC 9110, 11.4).
final class NamedSecrets {
    /// A shorter value may be a word with a number.
    static final int LEAST = 12;

    /// The same of a bare value with blanks before it, which in a program is likely a name.
    static final int LOOSE_LEAST = 16;

    private static final int LOOSE_DIGITS = 2;
    private static final int TAIL_MAX = 24;
    private static final int BASIC_LEAST = 8;
    private static final String AUTHORIZATION = "authorization";
    private static final String BEARER = "bearer";
    private static final String[] SCHEMES = {"basic", "token"};
    private static final String[] KEYS = {"api_key", "apikey", "api-key"};

    private NamedSecrets() {}

    /// The secret whose name begins here, or null.
    static @Nullable Found at(String text, int at) {
        int end = nameEnd(text, at);
        if (end >= 0) return assigned(text, end);
        return is(text, at, AUTHORIZATION) ? authorization(text, at + AUTHORIZATION.length()) : null;
    }

    /// The token after the word `Bearer` (RFC 6750, 2.1), or null.
    static @Nullable Found bearer(String text, int at) {
        if (!is(text, at, BEARER)) return null;
        int name = at + BEARER.length();
        int from = Credentials.blanks(text, name);
        int end = runEnd(text, from);
        boolean secret = from > name && looksDrawn(text, from, end, LOOSE_LEAST, 1);
        return secret ? new Found("bearer_token", from, end) : null;
    }

    private static boolean is(String text, int at, String name) {
        return text.regionMatches(true, at, name, 0, name.length());
    }

    private static int nameEnd(String text, int at) {
        if (is(text, at, "token")) return at + "token".length();
        if (is(text, at, "secret")) return tailEnd(text, at + "secret".length());
        for (var key : KEYS) if (is(text, at, key)) return at + key.length();
        return -1;
    }

    /// After `_access_key` and the like.
    private static int tailEnd(String text, int from) {
        int end = from;
        while (end < text.length() && end < from + TAIL_MAX && tail(text.charAt(end))) end++;
        return end;
    }

    private static boolean tail(char c) {
        return Character.isLetter(c) || c == '_' || c == '-';
    }

    private static @Nullable Found assigned(String text, int nameEnd) {
        int value = Credentials.assignedAt(text, nameEnd);
        if (value < 0) return null;
        int from = unquoted(text, value);
        int end = runEnd(text, from);
        boolean sure = from > value ? closes(text, end) : Credentials.tight(text, nameEnd, value);
        if (from > value && !sure) return null;
        boolean secret = sure
                ? looksDrawn(text, from, end, LEAST, 1)
                : text.indexOf('.', from, end) < 0 && looksDrawn(text, from, end, LOOSE_LEAST, LOOSE_DIGITS);
        return secret ? new Found("secret", from, end) : null;
    }

    /// After the quote that begins a value, if one does.
    private static int unquoted(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + Credentials.BLANKS_MAX && text.charAt(at) == '\\') at++;
        return at < text.length() && Credentials.quote(text.charAt(at)) ? at + 1 : from;
    }

    private static boolean closes(String text, int end) {
        return end == text.length() || Credentials.quote(text.charAt(end)) || text.charAt(end) == '\\';
    }

    private static int runEnd(String text, int from) {
        int end = from;
        int most = Math.min(text.length(), from + Credentials.LENGTH_MAX);
        while (end < most && Credentials.bare(text.charAt(end))) end++;
        return end;
    }

    private static boolean looksDrawn(String text, int from, int end, int least, int digitsLeast) {
        if (end - from < least || Credentials.placeholder(text, from, end)) return false;
        int letters = 0;
        int digits = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '[' || c == ':' && text.startsWith("://", i)) return false;
            if (Character.isLetter(c)) letters++;
            else if (c >= '0' && c <= '9') digits++;
        }
        return letters > 0 && digits >= digitsLeast && "/.~".indexOf(text.charAt(from)) < 0;
    }

    /// `Authorization: Basic …`; of `Bearer` the word itself tells.
    private static @Nullable Found authorization(String text, int nameEnd) {
        int value = Credentials.assignedAt(text, nameEnd);
        if (value < 0) return null;
        int at = unquoted(text, value);
        for (var scheme : SCHEMES) {
            int from = Credentials.blanks(text, at + scheme.length());
            if (!is(text, at, scheme) || from == at + scheme.length()) continue;
            int end = runEnd(text, from);
            boolean secret = end - from >= BASIC_LEAST && !Credentials.placeholder(text, from, end);
            return secret ? new Found("authorization", from, end) : null;
        }
        return null;
    }
}
