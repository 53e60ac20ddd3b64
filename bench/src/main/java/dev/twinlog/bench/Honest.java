package dev.twinlog.bench;

import java.io.IOException;
import java.util.Objects;

/// What a run must have found to count.
final class Honest {
    private Honest() {}

    /// @throws IOException when something was found that is not the truth
    static void same(String what, Object found, Object truth) throws IOException {
        if (!Objects.equals(found, truth))
            throw new IOException("the run does not count: " + what + " is " + found + ", and should be " + truth);
    }
}
