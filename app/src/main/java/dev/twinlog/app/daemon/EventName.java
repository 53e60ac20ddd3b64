package dev.twinlog.app.daemon;

import dev.twinlog.model.Agent;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a person or program names an event by, taken apart: `agent/session/kind/id` or the beginning of one, with or
/// without its agent, or `SESSION#12`, the twelfth event as `show` tells them.
///
/// @param session the session as it was named, with its agent if that was told
/// @param name    `kind/id` or the beginning of it; null when nothing but a session, or a number, is told
/// @param number  counted from 1, or 0
record EventName(String session, @Nullable String name, int number) {
    private static final Pattern NUMBERED = Pattern.compile("((?:[^/#]+/)?[^/#]+)#([1-9][0-9]{0,8})");

    private static final Pattern NOT_NUMBERED = Pattern.compile("(?:[^/#]+/)?[^/#]*#([^/]*)");

    static EventName of(String text) {
        var numbered = NUMBERED.matcher(text);
        if (numbered.matches()) return new EventName(numbered.group(1), null, Integer.parseInt(numbered.group(2)));
        int session = startsWithAgent(text) ? text.indexOf('/') + 1 : 0;
        int kind = text.indexOf('/', session);
        if (kind < 0) return new EventName(text, null, 0);
        var name = text.substring(kind + 1);
        return new EventName(text.substring(0, kind), name.isEmpty() ? null : name, 0);
    }

    /// What stands where the number of an event should, as in `SESSION#x`; null where a number stands or none need be.
    static @Nullable String notNumber(String text) {
        if (NUMBERED.matcher(text).matches()) return null;
        var wrong = NOT_NUMBERED.matcher(text);
        return wrong.matches() ? wrong.group(1) : null;
    }

    private static boolean startsWithAgent(String text) {
        for (var agent : Agent.values()) if (text.startsWith(agent.wire() + "/")) return true;
        return false;
    }
}
