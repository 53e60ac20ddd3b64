package dev.twinlog.app.operations;

/// A parameter of an operation, given by name. Over JSON-RPC each may come as the JSON type that it is, or as a text.
///
/// @param required whether the operation makes no sense without it
/// @param doc      a sentence for who reads the documentation
public record Parameter(String name, Type type, boolean required, String doc) {
    /// What a value may be.
    public enum Type {
        STRING,
        /// `true` or `false`.
        BOOLEAN,
        /// A whole number from 1.
        INTEGER;

        /// The name in the documentation.
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Parameter needed(String name, Type type, String doc) {
        return new Parameter(name, type, true, doc);
    }

    static Parameter optional(String name, Type type, String doc) {
        return new Parameter(name, type, false, doc);
    }
}
