package dev.twinlog.readers.codex;

/// How an item ended, in the words of settled events.
public final class Statuses {
    private Statuses() {}

    /// @param status as Codex spells it, in snake or camel case
    public static String ofItem(String status) {
        return switch (status) {
            case "completed" -> "completed";
            case "failed" -> "failed";
            case "declined" -> "denied";
            case "interrupted", "aborted" -> "interrupted";
            case "in_progress", "inProgress" -> "open";
            default -> "unknown";
        };
    }
}
