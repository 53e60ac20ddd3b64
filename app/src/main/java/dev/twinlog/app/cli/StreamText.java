package dev.twinlog.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the live stream is heard, in words for people.
final class StreamText {
    private StreamText() {}

    /// @param stream the `stream` of a status
    static List<String> lines(Map<?, ?> stream) {
        var lines = new ArrayList<String>();
        lines.add(first(stream));
        if (stream.get("note") != null) lines.add(Words.text(stream.get("note")));
        if (stream.get("pendingApprovals") instanceof Long waiting && waiting > 0)
            lines.add(
                    waiting == 1
                            ? "Codex waits for 1 approval of its user"
                            : "Codex waits for " + waiting + " approvals of its user");
        return lines;
    }

    private static String first(Map<?, ?> stream) {
        if (!Boolean.TRUE.equals(stream.get("expected")))
            return "kill_switch".equals(stream.get("reason"))
                    ? "switched off by the kill switch; `twinlog recover` switches it on"
                    : "not expected";
        if ("open".equals(stream.get("gate"))) return "open, " + reach(stream.get("reach")) + threads(stream);
        var reason = Words.text(stream.get("reason")).replace('_', ' ');
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
