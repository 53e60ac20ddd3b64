package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.supervision.AuthSignal;
import dev.twinlog.sources.appserver.supervision.ThreadWatch.Sign;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What messages of an app-server mean to supervision and to the watch of threads. What is missing or of another kind
/// than expected tells nothing.
final class Said {
    private Said() {}

    /// What the answer to `account/read` reports.
    static AuthSignal account(RawJson result) {
        var type = result.text("account", "type");
        if (type != null) return new AuthSignal.Account(type);
        if (!result.isAbsent("account"))
            return new AuthSignal.Unreadable("account/read named an account without a type");
        return new AuthSignal.NoAccount(!isFalse(result, "requiresOpenaiAuth"));
    }

    /// What a notification tells of the account; null when it is about something else.
    static @Nullable AuthSignal account(String method, RawJson params) {
        return switch (method) {
            case "account/updated" -> {
                var mode = params.text("authMode");
                yield mode == null ? new AuthSignal.Vanished() : new AuthSignal.Account(mode);
            }
            case "account/login/completed" -> {
                var error = params.text("error");
                boolean success = params.isTrue("success");
                yield new AuthSignal.LoginCompleted(
                        params.text("loginId"), success ? null : error == null ? "the sign-in failed" : error);
            }
            default -> null;
        };
    }

    /// What a notification tells of threads; null when it tells nothing.
    static @Nullable Sign thread(String method, RawJson params) {
        return switch (method) {
            case "thread/started" -> started(params.at("thread"));
            case "thread/status/changed" -> status(params.text("threadId"), params.text("status", "type"));
            case "turn/completed" -> of(params.text("threadId"), Sign.TurnOver::new);
            case "thread/closed", "thread/deleted" -> of(params.text("threadId"), Sign.Closed::new);
            case "serverRequest/resolved" -> {
                var json = params.at("requestId");
                var id = json == null ? null : MessageId.of(json);
                yield id == null ? null : new Sign.Resolved(id.json());
            }
            default -> null;
        };
    }

    /// The answer to `thread/loaded/list`.
    ///
    /// @param look as it was asked for
    static Sign listed(long look, RawJson result) {
        var data = result.at("data");
        var ids = new ArrayList<String>();
        for (var id : data == null ? List.<RawJson>of() : data.elements())
            if (id.kind() == RawJson.Kind.STRING) ids.add(id.asText());
        return new Sign.Listed(look, ids, result.text("nextCursor"));
    }

    /// A warning that the settings of Codex could not be used as they are; null for any other.
    static @Nullable String brokenConfig(String method, RawJson params) {
        if (!method.equals("configWarning") || params.isAbsent("path")) return null;
        var summary = params.text("summary");
        var details = params.text("details");
        return details == null ? summary : summary + " " + details;
    }

    private static @Nullable Sign started(@Nullable RawJson thread) {
        var id = thread == null ? null : thread.text("id");
        if (thread == null || id == null) return null;
        return new Sign.Started(id, "active".equals(thread.text("status", "type")), thread.isTrue("ephemeral"));
    }

    private static @Nullable Sign status(@Nullable String id, @Nullable String type) {
        return id == null || type == null ? null : new Sign.Status(id, type.equals("active"));
    }

    private static @Nullable Sign of(@Nullable String id, java.util.function.Function<String, Sign> sign) {
        return id == null ? null : sign.apply(id);
    }

    private static boolean isFalse(RawJson json, String name) {
        var value = json.at(name);
        return value != null && value.kind() == RawJson.Kind.BOOLEAN && !value.isTrue();
    }
}
