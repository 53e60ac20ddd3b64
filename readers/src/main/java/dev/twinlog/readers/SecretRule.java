package dev.twinlog.readers;

/// How one kind of secret looks.
///
/// @param kind     its name in `⟦redacted:kind⟧` and in counters
/// @param prefix   how it begins
/// @param shape    what follows the prefix
/// @param least    how many characters must follow
/// @param most     how many may follow; with more it is something else
/// @param boundary whether it must begin at the start of a word, since its prefix is short or common
record SecretRule(String kind, String prefix, Shape shape, int least, int most, boolean boundary) {
    /// Any number of characters.
    static final int ANY = Integer.MAX_VALUE;

    /// What follows a prefix.
    enum Shape {
        /// Letters and digits.
        ALPHANUMERIC,
        /// Letters, digits and underscores.
        WORD,
        /// Letters, digits, `_` and `-`.
        URL_SAFE,
        /// As {@link #URL_SAFE}, with a digit or a capital letter among them: no CSS class, no file name.
        URL_SAFE_MIXED,
        /// Capital letters and digits.
        CAPITALS,
        /// Lower-case hexadecimal digits.
        HEX,
        /// Two runs of {@link #URL_SAFE} with a dot between them.
        TWO_PARTS,
        /// A JSON Web Token: three such runs.
        THREE_PARTS,
        /// A PEM block of a private key, up to its end or to the end of the text.
        PEM;

        private static final int ASCII = 128;

        /// Whether a character may stand in a run of this shape.
        boolean has(char c) {
            boolean digit = c >= '0' && c <= '9';
            boolean lower = c >= 'a' && c <= 'z';
            boolean upper = c >= 'A' && c <= 'Z';
            return switch (this) {
                case ALPHANUMERIC -> digit || lower || upper;
                case WORD -> digit || lower || upper || c == '_';
                case URL_SAFE, URL_SAFE_MIXED, TWO_PARTS, THREE_PARTS ->
                    digit || lower || upper || c == '_' || c == '-';
                case CAPITALS -> digit || upper;
                case HEX -> digit || (c >= 'a' && c <= 'f');
                case PEM -> false;
            };
        }

        /// All characters that may.
        char[] characters() {
            var all = new StringBuilder();
            for (char c = 0; c < ASCII; c++) if (has(c)) all.append(c);
            return all.toString().toCharArray();
        }
    }

    static SecretRule token(String kind, String prefix, Shape shape, int least) {
        return new SecretRule(kind, prefix, shape, least, ANY, false);
    }

    static SecretRule word(String kind, String prefix, Shape shape, int least) {
        return new SecretRule(kind, prefix, shape, least, ANY, true);
    }

    static SecretRule exactly(String kind, String prefix, Shape shape, int length) {
        return new SecretRule(kind, prefix, shape, length, length, true);
    }
}
