package dev.twinlog.app.rescue;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// When Claude Code deletes transcripts, as its settings tell. A session that starts deletes what is older
/// in all projects, by the settings that hold for it; so the shortest period of any project counts.
public sealed interface CleanUp {
    /// Days when no settings say otherwise.
    int DAYS_USUAL = 30;
    /// Days that are assumed where settings are not understood here: Claude Code takes no fewer.
    int DAYS_LEAST = 1;

    /// Where the period stands, or why there is none, in words.
    String words();

    /// Files are deleted so many days after their last change.
    record After(int days, String words) implements CleanUp {}

    /// Nothing is deleted.
    record Never(String words) implements CleanUp {}

    /// What one file of settings says about it.
    ///
    /// @param place the file
    record Said(Scope scope, String place, Value value) {}

    /// Whose settings a file holds.
    enum Scope {
        /// For everybody on the machine; nobody can override them.
        MANAGED,
        USER,
        PROJECT
    }

    /// What a file of settings says about the period.
    sealed interface Value {
        record Days(int days) implements Value {}

        record Nothing() implements Value {}

        /// Claude Code may understand it, we do not.
        record Unclear(String why) implements Value {}

        /// It cannot be understood, by Claude Code neither.
        record Wrong(String why) implements Value {}
    }

    /// Decides from what all files say; of one scope a later file overrides the earlier ones.
    static CleanUp of(List<Said> said) {
        for (var one : said)
            if (one.scope != Scope.PROJECT && one.value instanceof Value.Wrong(var why))
                return new Never(one.place + " " + why + ": Claude Code deletes nothing until that is mended");
        var managed = last(said, Scope.MANAGED);
        if (!managed.isEmpty()) return managed.getLast();
        var user = last(said, Scope.USER);
        var periods = new java.util.ArrayList<>(last(said, Scope.PROJECT));
        periods.add(user.isEmpty() ? new After(DAYS_USUAL, "its default") : user.getLast());
        return periods.stream().min(Comparator.comparingInt(After::days)).orElseThrow();
    }

    private static List<After> last(List<Said> said, Scope scope) {
        return said.stream()
                .filter(one -> one.scope == scope)
                .flatMap(CleanUp::period)
                .toList();
    }

    private static Stream<After> period(Said said) {
        return switch (said.value) {
            case Value.Days(var days) -> Stream.of(new After(days, said.place));
            case Value.Unclear(var why) ->
                Stream.of(new After(
                        DAYS_LEAST, said.place + " " + why + ": not understood here, the shortest period is assumed"));
            case Value.Nothing(), Value.Wrong(var _) -> Stream.empty();
        };
    }
}
