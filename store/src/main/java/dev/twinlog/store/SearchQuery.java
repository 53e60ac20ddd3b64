package dev.twinlog.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a user typed into search: every word must occur in an event's texts. Words in double quotes, and a
/// word of several tokens such as `foo-bar`, must stand together; a trailing `*` finds every token that
/// begins so. Nothing that can be typed is an error.
///
/// @param terms what must occur; empty when nothing typed can be searched for
public record SearchQuery(List<Term> terms) {
    /// More terms than this are ignored.
    public static final int TERMS_MAX = 32;

    /// Tokens that stand together.
    ///
    /// @param prefix whether the last one may go on
    public record Term(List<String> tokens, boolean prefix) {
        public Term {
            tokens = List.copyOf(tokens);
        }
    }

    public SearchQuery {
        terms = List.copyOf(terms);
    }

    /// The query of what was typed.
    public static SearchQuery of(String typed) {
        var tokens = new Tokens();
        var terms = new ArrayList<Term>();
        for (var word : words(typed)) {
            var term = term(tokens, word);
            if (!term.tokens().isEmpty() && terms.size() < TERMS_MAX) terms.add(term);
        }
        return new SearchQuery(terms);
    }

    private static List<String> words(String typed) {
        var words = new ArrayList<String>();
        int at = 0;
        while (at < typed.length()) {
            char c = typed.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            boolean quoted = c == '"';
            int from = quoted ? at + 1 : at;
            int to = from;
            while (to < typed.length() && (quoted ? typed.charAt(to) != '"' : !breaks(typed.charAt(to)))) to++;
            at = quoted ? to + 1 : to;
            if (quoted && at < typed.length() && typed.charAt(at) == '*') {
                words.add(typed.substring(from, to) + "*");
                at++;
            } else {
                words.add(typed.substring(from, to));
            }
        }
        return words;
    }

    private static boolean breaks(char c) {
        return Character.isWhitespace(c) || c == '"';
    }

    private static Term term(Tokens tokens, String word) {
        var found = new ArrayList<String>();
        boolean lone = false;
        tokens.over(word);
        while (tokens.next()) {
            if (tokens.tail()) continue;
            found.add(token(tokens));
            lone = tokens.unspaced()
                    && Character.codePointCount(
                                    found.getLast(), 0, found.getLast().length())
                            == 1;
        }
        return new Term(found, lone || word.endsWith("*"));
    }

    private static String token(Tokens tokens) {
        return new String(tokens.bytes, 0, tokens.length(), StandardCharsets.UTF_8);
    }
}
