package dev.twinlog.setup;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The known name that a mistyped one probably meant.
public final class Nearest {
    /// More wrong letters than this, and a suggestion would be a guess.
    static final int DISTANCE_MAX = 3;

    /// Longer names are not compared: the work grows with the product of the lengths.
    static final int NAME_LENGTH_MAX = 100;

    private Nearest() {}

    /// The nearest of the known names, the first of equals; empty when none is near.
    public static Optional<String> of(String name, Collection<String> known) {
        if (name.length() > NAME_LENGTH_MAX) return Optional.empty();
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= Math.min(DISTANCE_MAX, candidate.length() / 2))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /// The words to append to a complaint about a name: `; did you mean 'x'?`, or nothing.
    public static String hint(String name, Collection<String> known) {
        return of(name, known).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    /// How many letters must be put in, taken out or changed (Levenshtein's distance).
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
