package dev.twinlog.readers;

import dev.twinlog.readers.Redactor.Match;
import java.util.List;

/// A text that comes in pieces and is shown as it comes, without its secrets: what may be the beginning of one is held
/// back until it is known. All that was shown, one behind the other, is what {@link Redactor#redact} makes of the whole
/// text, but for secrets of more than {@link #HELD_BACK_MAX} characters that are known as such only by their end: of
/// those the beginning is shown. For one thread.
public final class FlowingText {
    /// What is shown ends where a word ends; so many characters without an end of a word are held back.
    public static final int HELD_BACK_MAX = 256;
    /// So much of what was shown is looked at again: it may introduce a secret.
    static final int CONTEXT = 256;
    /// A secret that has no end by then is taken out with all that follows.
    static final int SECRET_MAX = 64 << 10;

    /// What a secret may go on with behind the end of a word: the rest of what stands in quotes, or of a key's title.
    private static final List<String> RESTS = List.of("Xx0Xx0Xx0Xx\"", "Xx0Xx0Xx0Xx'", "PRIVATE KEY-----");

    private final Redactor redactor;
    private final ReadingCounter counter;
    private final StringBuilder text = new StringBuilder();
    private int shown;
    private boolean swallowing;

    /// @param counter hears of each secret, as `redacted/KIND`
    public FlowingText(ReadingCounter counter) {
        this.redactor = new Redactor(ReadingCounter.NONE);
        this.counter = counter;
    }

    /// Takes the next piece.
    ///
    /// @return what may be shown now; may be empty
    public String add(String piece) {
        if (swallowing) return "";
        text.append(piece);
        int end = lastWordEnd();
        if (text.length() - end > HELD_BACK_MAX) end = notInside(text.length() - HELD_BACK_MAX);
        if (end <= shown) return "";
        return show(end);
    }

    /// The text is at its end.
    ///
    /// @return the rest of it
    public String end() {
        if (swallowing) return "";
        var rest = shown(redactor.matches(text.toString()), text.length());
        text.setLength(0);
        shown = 0;
        return rest;
    }

    private String show(int wanted) {
        var whole = text.toString();
        var secrets = redactor.matches(whole);
        int end = Math.min(wanted, held(whole, secrets, wanted));
        if (whole.length() - end > SECRET_MAX) {
            swallowing = true;
            var last = shown(secrets, whole.length());
            text.setLength(0);
            return last;
        }
        if (end <= shown) return "";
        var now = shown(secrets, end);
        forget(secrets);
        return now;
    }

    /// Up to where no secret goes on, of those that are known and of those that may come to be. What may come to be one
    /// is held back no longer than {@link #HELD_BACK_MAX}.
    private int held(String whole, List<Match> secrets, int wanted) {
        int end = wanted;
        for (var secret : secrets)
            if (secret.start() < end && secret.end() >= Math.min(end, whole.length() - 1)) end = secret.start();
        int from = Math.max(shown, whole.length() - HELD_BACK_MAX);
        for (var rest : RESTS)
            for (var secret : redactor.matches(whole.substring(0, wanted) + rest))
                if (secret.start() < end && secret.end() > wanted) end = Math.max(from, secret.start());
        return end;
    }

    /// What is shown up to a place, secrets replaced. Of one whose beginning was shown already the rest is.
    private String shown(List<Match> secrets, int end) {
        var out = new StringBuilder();
        int at = shown;
        for (var secret : secrets) {
            if (secret.end() <= at || secret.start() >= end) continue;
            out.append(text, at, Math.max(at, secret.start())).append(Redactor.mark(secret.kind()));
            counter.add(ReadingCounter.REDACTED + secret.kind(), 1);
            at = secret.end();
        }
        if (at < end) out.append(text, at, end);
        shown = Math.max(at, end);
        return out.toString();
    }

    /// Lets go of what was shown, but for what may introduce a secret.
    private void forget(List<Match> secrets) {
        int keep = Math.max(0, shown - CONTEXT);
        for (var secret : secrets) if (secret.start() < keep && secret.end() > keep) keep = secret.start();
        text.delete(0, keep);
        shown -= keep;
    }

    /// Behind the last white space.
    private int lastWordEnd() {
        int at = text.length();
        while (at > shown && !Character.isWhitespace(text.charAt(at - 1))) at--;
        return at;
    }

    /// A place that is not inside a character of two units.
    private int notInside(int place) {
        boolean inside = place > 0 && place < text.length() && Character.isLowSurrogate(text.charAt(place));
        return inside ? place - 1 : place;
    }
}
