package dev.twinlog.readers;

import dev.twinlog.readers.SecretRule.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Replaces secrets in text by `⟦redacted:kind⟧`. Pure but for the counter: the same text always gives the same
/// result. Looks at each character once, and at the rules only where the first three characters of one may
/// stand, so that text without secrets costs about a nanosecond a character.
public final class Redactor {
    /// The version of the rules: stored with what was settled, part of its digest (SPEC 3.6).
    public static final int REDACTION_VERSION = 3;

    /// Five bits of each of three characters: enough to tell that no rule begins here, not which one does.
    private static final int SKETCH_BITS = 5;

    private static final int SKETCHED_OF_ONE = (1 << SKETCH_BITS) - 1;
    private static final int SKETCH_MASK = (1 << (3 * SKETCH_BITS)) - 1;
    /// Of these a dash may be part.
    private static final EnumSet<Shape> DASHED =
            EnumSet.of(Shape.URL_SAFE, Shape.URL_SAFE_MIXED, Shape.TWO_PARTS, Shape.THREE_PARTS);
    private static final String KEY_BLOCK = "PRIVATE KEY";
    private static final String BLOCK_END = "-----END ";
    private static final String DASHES = "-----";
    private static final int KEY_TITLE_MAX = 64;
    private static final int SKETCH_LENGTH = 3;
    private static final byte VENDOR = 1;
    private static final byte CREDENTIAL = 2;

    private final List<SecretRule> rules;
    /// What may begin at a sketch: {@link #VENDOR}, {@link #CREDENTIAL}, both or nothing.
    private final byte[] begins;
    private final ReadingCounter counter;

    /// @param counter hears of each secret, as `redacted/KIND`
    public Redactor(ReadingCounter counter) {
        this(SecretRules.VENDORS, counter);
    }

    Redactor(List<SecretRule> rules, ReadingCounter counter) {
        this.rules = List.copyOf(rules);
        this.begins = sketches(rules);
        this.counter = counter;
    }

    /// The text without secrets: the same object when there are none.
    public String redact(String text) {
        int first = 0;
        int second = 0;
        for (int next = 0; next < text.length(); next++) {
            int third = text.charAt(next) & SKETCHED_OF_ONE;
            int at = next + 1 - SKETCH_LENGTH;
            byte may = begins[first | second | third];
            if (may != 0 && at >= 0 && match(text, at, may) != null) return rewrite(text, at);
            first = second << SKETCH_BITS;
            second = third << SKETCH_BITS;
        }
        return text;
    }

    private String rewrite(String text, int first) {
        var out = new StringBuilder(text.length());
        int copied = 0;
        for (var match : matches(text, first)) {
            out.append(text, copied, match.start).append(mark(match.kind));
            counter.add(ReadingCounter.REDACTED + match.kind, 1);
            copied = match.end;
        }
        return out.append(text, copied, text.length()).toString();
    }

    /// What stands in the place of a secret.
    static String mark(String kind) {
        return "⟦redacted:" + kind + '⟧';
    }

    /// A secret at `[start, end)`.
    record Match(String kind, int start, int end) {}

    /// The secrets of a text in order; they are not counted.
    List<Match> matches(String text) {
        return matches(text, 0);
    }

    private List<Match> matches(String text, int first) {
        var matches = new ArrayList<Match>();
        for (int at = first; at + SKETCH_LENGTH <= text.length(); at++) {
            byte may = begins[sketch(text, at)];
            var match = may != 0 ? match(text, at, may) : null;
            if (match == null) continue;
            matches.add(match);
            at = match.end - 1;
        }
        return matches;
    }

    private @Nullable Match match(String text, int at, byte may) {
        var vendors = (may & VENDOR) != 0 ? vendors(text, at) : null;
        if (vendors != null || (may & CREDENTIAL) == 0) return vendors;
        var found = Credentials.at(text, at);
        return found == null ? null : named(text, found);
    }

    private @Nullable Match vendors(String text, int at) {
        for (var rule : rules) {
            if (!text.startsWith(rule.prefix(), at) || (rule.boundary() && insideWord(text, at, rule.shape())))
                continue;
            int end = end(text, at + rule.prefix().length(), rule);
            if (end > 0) return new Match(rule.kind(), at, end);
        }
        return null;
    }

    /// What was introduced as a secret is called by its vendor's kind if it is one as a whole.
    private Match named(String text, Credentials.Found found) {
        var known = vendors(text, found.start());
        return known != null && known.end >= found.end() ? known : new Match(found.kind(), found.start(), found.end());
    }

    /// Where the secret that begins with the rule's prefix ends, or -1 when it is none.
    private static int end(String text, int from, SecretRule rule) {
        return switch (rule.shape()) {
            case ALPHANUMERIC, WORD, URL_SAFE, CAPITALS, HEX -> run(text, from, rule);
            case URL_SAFE_MIXED -> mixed(text, from, run(text, from, rule));
            case TWO_PARTS -> parts(text, from, 2, rule.least());
            case THREE_PARTS -> parts(text, from, 3, rule.least());
            case PEM -> pem(text, from);
        };
    }

    private static int run(String text, int from, SecretRule rule) {
        int end = runEnd(text, from, rule.shape());
        int length = end - from;
        if (length < rule.least() || length > rule.most()) return -1;
        boolean cutShort = rule.most() != SecretRule.ANY && end < text.length() && wordCharacter(text.charAt(end));
        return cutShort ? -1 : end;
    }

    private static int runEnd(String text, int from, Shape shape) {
        int end = from;
        while (end < text.length() && shape.has(text.charAt(end))) end++;
        return end;
    }

    private static int mixed(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (Shape.CAPITALS.has(c)) return end;
        }
        return -1;
    }

    private static int parts(String text, int from, int count, int least) {
        int at = from;
        for (int part = 1; ; part++) {
            int end = runEnd(text, at, Shape.URL_SAFE);
            if (end - at < least) return -1;
            if (part == count) return end;
            if (end == text.length() || text.charAt(end) != '.') return -1;
            at = end + 1;
        }
    }

    private static int pem(String text, int from) {
        int title = text.indexOf(DASHES, from, Math.min(text.length(), from + KEY_TITLE_MAX));
        if (title < 0 || text.indexOf(KEY_BLOCK, from, title) < 0) return -1;
        int foot = text.indexOf(BLOCK_END, title + DASHES.length());
        int end = foot < 0 ? -1 : text.indexOf(DASHES, foot + BLOCK_END.length());
        return end < 0 ? text.length() : end + DASHES.length();
    }

    /// Whether a word goes on here; a dash is part of it where one may be part of the secret. So no two
    /// secrets begin in one run of such characters, and each run is looked at once. The letter of an
    /// escape, as in JSON within text, is no part of a word.
    private static boolean insideWord(String text, int at, Shape shape) {
        if (at == 0 || !Shape.URL_SAFE.has(text.charAt(at - 1))) return false;
        if (text.charAt(at - 1) == '-' && !DASHED.contains(shape)) return false;
        boolean escape = at >= 2 && text.charAt(at - 2) == '\\' && "nrtbf".indexOf(text.charAt(at - 1)) >= 0;
        boolean unicode = at >= 6 && text.charAt(at - 6) == '\\' && text.charAt(at - 5) == 'u';
        boolean colour = text.charAt(at - 1) == 'm' && insideColour(text, at - 2);
        return !(escape || unicode || colour);
    }

    /// Whether a terminal's colour sequence, `ESC[…m`, ends before this place.
    private static boolean insideColour(String text, int at) {
        int i = at;
        while (i > 0 && (text.charAt(i) == ';' || Character.isDigit(text.charAt(i)))) i--;
        return i > 0 && text.charAt(i) == '[' && text.charAt(i - 1) == '\u001b';
    }

    private static boolean wordCharacter(char c) {
        return Shape.WORD.has(c);
    }

    private static int sketch(String text, int at) {
        int sketch = 0;
        for (int i = at; i < at + SKETCH_LENGTH; i++) {
            sketch = sketched(sketch, text.charAt(i));
        }
        return sketch;
    }

    private static int sketched(int before, char next) {
        return ((before << SKETCH_BITS) | (next & SKETCHED_OF_ONE)) & SKETCH_MASK;
    }

    private static byte[] sketches(List<SecretRule> rules) {
        var begins = new byte[SKETCH_MASK + 1];
        for (var rule : rules) {
            if (rule.prefix().length() >= SKETCH_LENGTH) begins[sketch(rule.prefix(), 0)] |= VENDOR;
            else for (char c : rule.shape().characters()) begins[sketch(rule.prefix() + c, 0)] |= VENDOR;
        }
        for (var beginning : Credentials.BEGINNINGS) begins[sketch(beginning, 0)] |= CREDENTIAL;
        return begins;
    }
}
