package dev.twinlog.app.cli;

import dev.twinlog.app.doctor.StreamAdvice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the live stream is heard, in words for people.
final class StreamText {
    /// What passes by itself.
    static final String WAIT = "wait: it is being seen to";

    private StreamText() {}

    /// @param stream  the `stream` of a status
    /// @param reasons of the mode, which are told above it: what they say is not said again
    static List<String> lines(Map<?, ?> stream, List<?> reasons) {
        var lines = new ArrayList<String>();
        boolean told = reasons.contains("stream: " + stream.get("reason") + ": " + stream.get("detail"));
        lines.add(first(stream, told));
        if (stream.get("note") != null) lines.add(Words.text(stream.get("note")));
        if (stream.get("pendingApprovals") instanceof Long waiting && waiting > 0)
            lines.add(
                    waiting == 1
                            ? "Codex waits for 1 approval of its user"
                            : "Codex waits for " + waiting + " approvals of its user");
        return lines;
    }

    /// What to do while it is expected and not heard, as `twinlog stream status` says it; nothing otherwise.
    static Optional<String> next(Map<?, ?> stream) {
        if (!Boolean.TRUE.equals(stream.get("expected")) || "open".equals(stream.get("gate"))) return Optional.empty();
        var detail = stream.get("detail") == null ? null : Words.text(stream.get("detail"));
        var advice = StreamAdvice.of(Words.text(stream.get("reason")), detail, "shared".equals(stream.get("reach")));
        return Optional.of(advice.next() == null ? WAIT : advice.next());
    }

    private static String first(Map<?, ?> stream, boolean told) {
        if (!Boolean.TRUE.equals(stream.get("expected")))
            return "kill_switch".equals(stream.get("reason"))
                    ? "switched off by the kill switch; `twinlog recover` switches it on"
                    : "not expected";
        if ("open".equals(stream.get("gate"))) return "open, " + reach(stream.get("reach")) + threads(stream);
        var reason = Words.text(stream.get("reason")).replace('_', ' ');
        if (told) return "shut: " + reason + ", see above";
        return "shut: " + reason + (stream.get("detail") == null ? "" : " (" + Words.text(stream.get("detail")) + ")");
    }

    private static String reach(@Nullable Object reach) {
        return "shared".equals(reach) ? "on the app-server of your own Codex" : "on an app-server of Twinlog's own";
    }

    private static String threads(Map<?, ?> stream) {
        if (!(stream.get("threads") instanceof Map<?, ?> threads) || !(threads.get("heard") instanceof List<?> heard))
            return "";
        return heard.isEmpty()
                ? ""
                : heard.size() == 1 ? ", 1 thread is streamed" : ", " + heard.size() + " threads are streamed";
    }
}
