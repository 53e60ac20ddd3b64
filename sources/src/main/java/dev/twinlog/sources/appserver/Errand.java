package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.Sidecar.LoginKind;
import dev.twinlog.sources.appserver.Sidecar.Refused;
import dev.twinlog.sources.appserver.supervision.Calls;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What an operator wants of the app-server, and the answer that is waited for.
record Errand(Errand.What what, CompletableFuture<RawJson> answer) {
    /// The source's own thread may be kept waiting by the journal: so much longer than the request itself.
    private static final Duration SLACK = Duration.ofSeconds(5);

    Errand(What what) {
        this(what, new CompletableFuture<>());
    }

    sealed interface What {
        record ReadAccount() implements What {}

        record LogIn(LoginKind kind) implements What {}

        record LogOut() implements What {}

        record ReadThread(String threadId) implements What {}

        default String method() {
            return switch (this) {
                case ReadAccount() -> "account/read";
                case LogIn _ -> "account/login/start";
                case LogOut() -> "account/logout";
                case ReadThread _ -> "thread/read";
            };
        }

        default String params() {
            return switch (this) {
                case ReadAccount(), LogOut() -> "{}";
                case LogIn(var kind) ->
                    switch (kind) {
                        case BROWSER -> "{\"type\":\"chatgpt\"}";
                        case DEVICE_CODE -> "{\"type\":\"chatgptDeviceCode\"}";
                    };
                case ReadThread(var id) -> "{\"threadId\":" + RawJson.quote(id) + ",\"includeTurns\":true}";
            };
        }

        default Duration patience() {
            return this instanceof ReadThread ? Calls.PATIENCE : Calls.PATIENCE_SHORT;
        }

        /// Whether it changes who is signed in, which is not for us to do on the user's own server.
        default boolean changesAccount() {
            return this instanceof LogIn || this instanceof LogOut;
        }
    }

    void refuse(String why) {
        answer.completeExceptionally(new Refused(why));
    }

    /// Waits for the answer.
    RawJson await() throws Refused, InterruptedException {
        try {
            return answer.get(what.patience().plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refused refused ? refused : new Refused(what.method() + ": " + e.getCause());
        } catch (TimeoutException e) {
            throw new Refused(
                    what.method() + " is not answered: the journal keeps Twinlog waiting; see twinlog status");
        }
    }
}
