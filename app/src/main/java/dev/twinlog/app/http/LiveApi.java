package dev.twinlog.app.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.twinlog.app.Feed;
import dev.twinlog.app.Feed.Follow;
import dev.twinlog.app.Refusal;
import dev.twinlog.setup.Nearest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The live feed at `/api/live`, as Server-Sent Events. `?session=` limits it to one session, `?last=` has it begin
/// with that many events from before; `Last-Event-ID`, or `?after=`, goes on behind a message.
final class LiveApi extends AbstractHttpService {
    private static final String LAST_EVENT_ID = "last-event-id";
    private static final List<String> PARAMETERS = List.of("session", "after", "last");

    private final Feed feed;
    private final Answering answering;

    LiveApi(Feed feed, Answering answering) {
        this.feed = feed;
        this.answering = answering;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
        Follow wanted;
        try {
            wanted = wanted(Api.parameters(context), request.headers().get(LAST_EVENT_ID));
        } catch (Refusal refusal) {
            return Replies.error(Api.REPLY.status(refusal), String.valueOf(refusal.getMessage()));
        }
        return answering.feed(context, out -> feed.follow(wanted, new EventStream(out)), Api.REPLY);
    }

    /// A browser that comes back gives the id by the header, and its address as it was.
    private static Follow wanted(Map<String, String> parameters, @Nullable String lastEventId) throws Refusal {
        for (var name : parameters.keySet()) {
            if (!PARAMETERS.contains(name))
                throw wrong("live has no parameter '" + name + "'" + Nearest.hint(name, PARAMETERS));
        }
        var after = lastEventId != null && !lastEventId.isEmpty() ? lastEventId : parameters.get("after");
        return new Follow(parameters.get("session"), after, last(parameters.getOrDefault("last", "0")));
    }

    private static int last(String text) throws Refusal {
        try {
            int last = Integer.parseInt(text);
            if (last >= 0 && last <= Follow.LAST_MAX) return last;
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong("last must be a number from 0 to " + Follow.LAST_MAX + ", not '" + text + "'");
    }

    private static Refusal wrong(String message) {
        return new Refusal(Refusal.Reason.WRONG_QUESTION, message);
    }
}
