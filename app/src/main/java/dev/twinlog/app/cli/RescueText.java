package dev.twinlog.app.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the agents are about to delete, in words.
final class RescueText {
    private static final long SOON_DAYS = 7;
    private static final int FILES_SHOWN_MAX = 3;

    /// Which of the {@link #lines} tells what is due.
    static final int DUE = 1;

    private RescueText() {}

    /// `⚠ 2 d ` or `⚠ today `, where a session that is not captured whole will be deleted soon; else nothing.
    static String mark(@Nullable Object deletion) {
        if (!(deletion instanceof Map<?, ?> map) || Boolean.TRUE.equals(map.get("captured"))) return "";
        return map.get("daysLeft") instanceof Long days && days <= SOON_DAYS
                ? days == 0 ? "⚠ today " : "⚠ " + days + " d "
                : "";
    }

    /// What the marks mean, below a list.
    static void noteOnMarks(Terminal terminal) {
        for (var line : Cells.broken(
                "⚠ not captured whole, and the agent deletes it in so many days: `twinlog status` says why",
                terminal.room(0))) terminal.out().println(line);
    }

    /// That there are sessions which no list can show, below a list.
    static void noteOnUnlisted(Map<?, ?> rescue, Terminal terminal) {
        long unlisted = number(rescue, "unlisted");
        if (unlisted == 0 || !(rescue.get("files") instanceof List<?> files)) return;
        var reason = files.stream()
                .filter(file -> file instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("listed")))
                .map(file -> ": " + Words.text(((Map<?, ?>) file).get("reason")))
                .findFirst()
                .orElse("");
        var text = "⚠ " + Words.counted(unlisted, "session")
                + (unlisted == 1 ? " is not listed because nothing of it" : " are not listed because nothing of them")
                + " is captured" + reason + (reason.contains("`twinlog status`") ? "" : "; see `twinlog status`");
        for (var line : Cells.broken(Cells.line(text), terminal.room(0)))
            terminal.out().println(line);
    }

    /// The lines of a summary.
    static List<String> lines(Map<?, ?> rescue) {
        var lines = new java.util.ArrayList<String>();
        lines.add(period(rescue));
        lines.add(due(rescue));
        if (number(rescue, "notCaptured") > 0) {
            lines.add(Words.counted(number(rescue, "notCaptured"), "session") + " not captured whole, by file:");
            if (rescue.get("files") instanceof List<?> files)
                files.stream().limit(FILES_SHOWN_MAX).forEach(file -> lines.add(file(file)));
        }
        if (rescue.get("unseen") instanceof List<?> unseen)
            unseen.stream().limit(FILES_SHOWN_MAX).forEach(text -> lines.add("not seen: " + text));
        lines.add(kept(rescue));
        return lines;
    }

    private static String period(Map<?, ?> rescue) {
        var period = Words.text(rescue.get("period"));
        return rescue.get("periodDays") instanceof Long days
                ? "Claude Code deletes a transcript " + days + " days after its last change (" + period + ")"
                : period;
    }

    private static String due(Map<?, ?> rescue) {
        long due = number(rescue, "due");
        var what =
                (due == 0 ? "none" : Words.number(due)) + " of " + Words.counted(number(rescue, "sessions"), "session")
                        + " would be deleted within " + number(rescue, "withinDays") + " days";
        if (due == 0) return what;
        long missing = number(rescue, "dueNotCaptured");
        return what + (missing == 0 ? ": all captured" : ": " + missing + " not captured yet");
    }

    private static String file(@Nullable Object file) {
        if (!(file instanceof Map<?, ?> map)) return "";
        return left(map.get("daysLeft")) + Words.text(map.get("session")) + ": " + Words.text(map.get("reason"));
    }

    private static String left(@Nullable Object daysLeft) {
        if (!(daysLeft instanceof Long days)) return "";
        return days == 0 ? "today, or when it starts next: " : "in " + Words.counted(days, "day") + ": ";
    }

    private static String kept(Map<?, ?> rescue) {
        var gone = number(rescue, "gone");
        var unknown = number(rescue, "unknown");
        var deleted = (gone == 0 ? "" : "; " + gone + " are deleted there already")
                + (unknown == 0 ? "" : "; of " + unknown + " cannot be told whether they are there");
        return switch (Words.text(rescue.get("kept"))) {
            case "raw" -> "what is captured is safe, and `twinlog restore` gives it back" + deleted;
            case "redacted" ->
                "of what is captured everything but secrets is kept (raw.keep), with no restore" + deleted;
            default -> "of what is captured only what happened is kept (raw.keep), with no restore" + deleted;
        };
    }

    private static long number(Map<?, ?> rescue, String name) {
        return rescue.get(name) instanceof Long number ? number : 0;
    }
}
