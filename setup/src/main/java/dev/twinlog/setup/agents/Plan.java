package dev.twinlog.setup.agents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What would become of a file of settings.
///
/// @param original   the text without anything of ours, which an undo goes back to; null: there was no file
/// @param before     the text as it is; null: there is no file
/// @param after      the text as it would be; the one before when something speaks against it
/// @param changes    what is different between these two, key by key
/// @param objections why it is not done; empty: it may be done
/// @param notes      what the user should know beside
public record Plan(
        @Nullable String original,
        @Nullable String before,
        @Nullable String after,
        List<Change> changes,
        List<Objection> objections,
        List<String> notes) {
    public Plan {
        changes = List.copyOf(changes);
        objections = List.copyOf(objections);
        notes = List.copyOf(notes);
    }

    static Plan refused(@Nullable String text, Objection... why) {
        return new Plan(text, text, text, List.of(), List.of(why), List.of());
    }

    static Plan unchanged(String text, List<String> notes) {
        return new Plan(text, text, text, List.of(), List.of(), notes);
    }

    /// Whether there is something to write.
    public boolean changes(@Nullable String text) {
        return after != null && !after.equals(text);
    }

    /// Whether something speaks against it.
    public boolean isRefused() {
        return !objections.isEmpty();
    }
}
