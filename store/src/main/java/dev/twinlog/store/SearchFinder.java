package dev.twinlog.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks a query up in texts themselves: the index only tells which events have all the tokens, this tells
/// whether they stand as the query asks, and where. Not for two threads at once.
public final class SearchFinder {
    private final Tokens tokens = new Tokens();
    private final List<TermFinder> terms;

    public SearchFinder(SearchQuery query) {
        this.terms = query.terms().stream().map(TermFinder::new).toList();
    }

    /// The first match.
    ///
    /// @param text the text that it is in
    public record Found(String text, int start, int end) {}

    /// The first match in an event's texts, or null when not every term is in one of them.
    public @Nullable Found in(List<String> texts) {
        for (var term : terms) term.found = false;
        Found first = null;
        for (var text : texts) {
            var found = scan(text, first == null);
            if (first == null) first = found;
        }
        for (var term : terms) if (!term.found) return null;
        return first;
    }

    private @Nullable Found scan(String text, boolean wanted) {
        Found first = null;
        for (var term : terms) term.candidates.clear();
        tokens.over(text);
        while (tokens.next()) {
            for (var term : terms) {
                int start = term.ends(tokens);
                if (start < 0) continue;
                term.found = true;
                if (wanted && first == null) first = new Found(text, start, tokens.end());
            }
            if (first != null && allFound()) return first;
        }
        return first;
    }

    private boolean allFound() {
        for (var term : terms) if (!term.found) return false;
        return true;
    }

    /// One term, with the places in the running text where it may have begun.
    private static final class TermFinder {
        private final byte[][] wanted;
        private final boolean prefix;
        private final List<Candidate> candidates = new ArrayList<>();
        private boolean found;

        /// @param matched how many tokens fit so far
        private record Candidate(int start, int matched) {}

        private TermFinder(SearchQuery.Term term) {
            this.wanted = term.tokens().stream()
                    .map(token -> token.getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new);
            this.prefix = term.prefix();
        }

        /// Where the term began, when it ends with this token; else -1. The tail of a run stands within the
        /// pair before it, so it neither goes on with a term of several tokens nor interrupts one.
        private int ends(Tokens token) {
            if (wanted.length == 1) return fits(token, 0) ? token.start() : -1;
            if (token.tail()) return -1;
            return advance(token);
        }

        private int advance(Tokens token) {
            int ended = -1;
            int kept = 0;
            for (var candidate : candidates) {
                if (!fits(token, candidate.matched())) continue;
                if (candidate.matched() + 1 == wanted.length) ended = ended < 0 ? candidate.start() : ended;
                else candidates.set(kept++, new Candidate(candidate.start(), candidate.matched() + 1));
            }
            candidates.subList(kept, candidates.size()).clear();
            if (fits(token, 0)) candidates.add(new Candidate(token.start(), 1));
            return ended;
        }

        private boolean fits(Tokens token, int index) {
            var want = wanted[index];
            boolean open = prefix && index == wanted.length - 1;
            if (open ? token.length() < want.length : token.length() != want.length) return false;
            return Arrays.equals(want, 0, want.length, token.bytes, 0, want.length);
        }
    }
}
