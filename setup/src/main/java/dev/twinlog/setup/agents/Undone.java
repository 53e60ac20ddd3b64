package dev.twinlog.setup.agents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an undo comes to.
public sealed interface Undone {
    /// Our own change is out.
    ///
    /// @param text  null: the file goes, since we made it
    /// @param notes what was kept since somebody else wrote it
    record Restored(@Nullable String text, List<String> notes) implements Undone {
        public Restored {
            notes = List.copyOf(notes);
        }
    }

    /// It cannot be told what is ours.
    record Refused(Objection why) implements Undone {}
}
