package dev.twinlog.sources.appserver.supervision;

import dev.twinlog.journal.StreamFrame.Link;
import java.util.Set;

/// What may be said to an app-server at all (SPEC 5.2, 5.5): whatever else somebody wants to send is not sent. Answers
/// to its questions are not among it, since nothing here can write one.
public final class Permitted {
    private static final Set<String> EVERYWHERE =
            Set.of("initialize", "initialized", "account/read", "thread/loaded/list", "thread/read");
    private static final Set<String> ON_SHARED = Set.of("thread/resume", "thread/unsubscribe");
    private static final Set<String> ON_OWN_CHILD =
            Set.of("account/login/start", "account/login/cancel", "account/logout");

    private Permitted() {}

    public static boolean on(Link link, String method) {
        if (EVERYWHERE.contains(method)) return true;
        return switch (link) {
            case ATTACH -> ON_SHARED.contains(method);
            case SPAWN -> ON_OWN_CHILD.contains(method);
        };
    }
}
