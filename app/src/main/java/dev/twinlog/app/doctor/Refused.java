package dev.twinlog.app.doctor;

import dev.twinlog.app.doctor.Finding.State;

/// Why requests of telemetry were refused, and what to do: by the receiver's words in docs/otlp.md.
///
/// @param what in words
record Refused(State state, String what, String next) {
    private static final String SENDER =
            "find out what sends it; Claude Code and Codex, set up by `twinlog setup apply`," + " do not";

    static Refused of(String reason) {
        return switch (reason) {
            case "unauthenticated" ->
                new Refused(
                        State.PROBLEM,
                        "without this Twinlog's token, while otlp.token = \"required\"",
                        "`twinlog setup apply`, which writes the token, and start the agents anew; or `twinlog config set"
                                + " otlp.token optional` and start Twinlog anew");
            case "overloaded" ->
                new Refused(State.WARNING, "more came at once than there is room for", "look at `twinlog status`");
            case "closed" ->
                new Refused(
                        State.WARNING,
                        "nothing was kept just then (starting, stopping, no free space, capture off)",
                        "look at `twinlog status`; `twinlog gaps` tells what is missing");
            case "not_kept" ->
                new Refused(
                        State.PROBLEM,
                        "the journal could not be written",
                        "look at the daemon's terminal, and at the disk");
            case "internal" ->
                new Refused(
                        State.PROBLEM, "a fault of Twinlog", "look at the daemon's terminal, and report what it says");
            case "too_large" -> new Refused(State.WARNING, "larger than 32 MiB", "have the sender send less at once");
            case "slow", "cut_short" ->
                new Refused(State.WARNING, "they did not arrive whole", "see whether the sender was ended or halted");
            case "unknown_path" ->
                new Refused(
                        State.WARNING,
                        "to a path that is none of OTLP's",
                        "the paths are /v1/logs, /v1/traces and /v1/metrics: `twinlog setup apply` writes them");
            case "foreign" -> new Refused(State.WARNING, "from a web page, or under a foreign name", SENDER);
            case "malformed", "content_type", "content_encoding", "method" ->
                new Refused(State.WARNING, "they are no OTLP that can be read (" + reason + ")", SENDER);
            default -> new Refused(State.WARNING, reason, "docs/otlp.md tells what that means");
        };
    }
}
