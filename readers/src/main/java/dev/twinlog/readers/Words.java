package dev.twinlog.readers;

import dev.twinlog.model.FieldLimit;
import dev.twinlog.model.TokenCount;
import dev.twinlog.readers.json.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Text on its way out of a reader: without secrets, and no longer than a field holds. Everything that
/// leaves a reader as a field goes through here.
public final class Words {
    private static final int UTF8_BYTES_PER_UNIT = 3;

    /// Stands for what is no whole number.
    private static final long NO_COUNT = -1;

    private final Redactor redactor;
    private final ReadingCounter counter;

    public Words(ReadingCounter counter) {
        this.redactor = new Redactor(counter);
        this.counter = counter;
    }

    /// What a field holds of a text.
    ///
    /// @param text   at most as long as a field
    /// @param length the whole length in UTF-16 units when it was cut, else -1
    public record Bounded(String text, long length) {}

    /// A JSON string's text, or the JSON of any other value; an empty text when it is absent.
    public Bounded of(Json value) {
        var text = value.isText() ? value.text(FieldLimit.CHARACTERS_MAX) : value.raw(FieldLimit.CHARACTERS_MAX);
        boolean mayBeCut = value.byteLength() > FieldLimit.CHARACTERS_MAX;
        return bounded(text == null ? "" : text, mayBeCut ? value.length() : -1);
    }

    /// A text that is whole already.
    public Bounded of(String text) {
        return bounded(FieldLimit.cut(text), text.length());
    }

    /// The text of a whole file.
    public Bounded of(byte[] utf8) {
        int bytesMax = Math.min(utf8.length, UTF8_BYTES_PER_UNIT * (FieldLimit.CHARACTERS_MAX + 1));
        var text = new String(utf8, 0, bytesMax, StandardCharsets.UTF_8);
        return bounded(FieldLimit.cut(text), bytesMax == utf8.length ? text.length() : units(utf8));
    }

    private static long units(byte[] utf8) {
        long units = 0;
        for (byte b : utf8) if ((b & 0xC0) != 0x80) units += (b & 0xF8) == 0xF0 ? 2 : 1;
        return units;
    }

    Bounded bounded(String cut, long length) {
        var clean = FieldLimit.cut(redactor.redact(cut));
        if (length <= FieldLimit.CHARACTERS_MAX) return new Bounded(clean, -1);
        counter.add(ReadingCounter.TEXT_CUT, 1);
        return new Bounded(clean, length);
    }

    /// A short text, such as a title, without secrets.
    public String clean(String text) {
        return redactor.redact(FieldLimit.cut(text));
    }

    /// A count of tokens; null, and counted, when it cannot be one.
    @Nullable
    Long tokens(@Nullable Long count) {
        if (count == null || TokenCount.isBelieved(count)) return count;
        counter.add(ReadingCounter.TOKENS_IMPLAUSIBLE, 1);
        return null;
    }

    /// The same of a member; null when it is absent too.
    @Nullable
    Long tokens(Json value) {
        var count = value.number();
        return tokens(count == null && value.isPresent() ? Long.valueOf(NO_COUNT) : count);
    }

    /// Tells how many malformed UTF-8 sequences were replaced.
    public void replaced(long sequences) {
        if (sequences > 0) counter.add(ReadingCounter.UTF8_REPLACED, sequences);
    }
}
