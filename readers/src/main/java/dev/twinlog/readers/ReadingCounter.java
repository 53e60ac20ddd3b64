package dev.twinlog.readers;

/// Where readers count what they had to change or leave out: `redacted/KIND`, `utf8_replaced`, `text_cut`.
@FunctionalInterface
public interface ReadingCounter {
    /// Malformed UTF-8 sequences that became U+FFFD.
    String UTF8_REPLACED = "utf8_replaced";
    /// Texts longer than a field holds.
    String TEXT_CUT = "text_cut";
    /// Prefix of the counters of secrets, one for each kind.
    String REDACTED = "redacted/";

    ReadingCounter NONE = (name, amount) -> {};

    void add(String name, long amount);
}
