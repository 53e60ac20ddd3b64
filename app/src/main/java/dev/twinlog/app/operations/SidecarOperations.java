package dev.twinlog.app.operations;

import dev.twinlog.app.Refusal;
import dev.twinlog.sources.appserver.Sidecar;
import dev.twinlog.sources.appserver.Sidecar.Login;
import dev.twinlog.sources.appserver.Sidecar.LoginKind;
import dev.twinlog.sources.appserver.SidecarHealth;
import dev.twinlog.sources.appserver.supervision.AuthState;
import dev.twinlog.sources.appserver.supervision.ShutReason;
import dev.twinlog.sources.appserver.supervision.SidecarState;
import dev.twinlog.sources.appserver.supervision.StreamGate;
import dev.twinlog.views.Answer;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What operators have the app-server do. Nothing here says how it is: that the sidecar says, after it was told.
final class SidecarOperations {
    /// How long an answer waits for what was ordered to show.
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /// How long the state may follow an answer that is known already.
    static final Duration FOLLOWS = Duration.ofMillis(200);

    /// Our own child keeps its sign-in where the user's Codex does.
    static final String SIGNED_OUT = "Codex is signed out on this machine: its sign-in in CODEX_HOME is gone";

    private static final String BY = "rpc";
    /// As Codex writes them; another is no thread of any version.
    private static final Pattern THREAD = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final OperationParts parts;
    private final Sidecar sidecar;

    SidecarOperations(OperationParts parts) {
        this.parts = parts;
        this.sidecar = parts.sidecar();
    }

    Answer status() {
        return new SidecarAnswer(sidecar.health());
    }

    /// Ordered while it runs already, it changes nothing, but leaves a crash loop.
    Answer start() throws Refusal, InterruptedException {
        var before = sidecar.health();
        try {
            sidecar.start();
        } catch (Sidecar.Refused e) {
            throw refused(e);
        }
        parts.acts().note("start", BY);
        return after(now -> isSettled(now, before));
    }

    /// Whether a start has come to something: it runs, or could not be started. One that was degraded before does not
    /// tell an old failure from a new one, so it is given its time.
    private static boolean isSettled(SidecarHealth now, SidecarHealth before) {
        return switch (now.state()) {
            case RUNNING -> true;
            case DEGRADED -> before.state() != SidecarState.DEGRADED;
            case CRASH_LOOP -> before.state() != SidecarState.CRASH_LOOP;
            case INACTIVE, STARTING, STOPPING -> false;
        };
    }

    Answer stop() throws InterruptedException {
        sidecar.stop();
        parts.acts().note("stop", BY);
        return after(SidecarOperations::isEnded);
    }

    private static boolean isEnded(SidecarHealth now) {
        return now.state() == SidecarState.INACTIVE || now.state() == SidecarState.CRASH_LOOP;
    }

    Answer killSwitch(boolean on) throws Refusal, InterruptedException {
        parts.killSwitch().turn(on, BY);
        return after(now -> now.killSwitch() == on && (on ? isEnded(now) && !now.expected() : !isKilled(now)));
    }

    /// Whether the gate is shut by the switch still, which the sidecar hears of a moment after it was turned.
    private static boolean isKilled(SidecarHealth now) {
        return now.gate() instanceof StreamGate.Shut(var reason, var _) && reason == ShutReason.KILL_SWITCH;
    }

    Answer handshake() {
        var health = sidecar.health();
        return json -> {
            json.writeStartObject();
            json.writeStringField("handshake", health.handshake().wire());
            json.writeNumberField("generation", health.generation());
            json.writeStringField("state", health.state().wire());
            json.writeEndObject();
        };
    }

    /// The app-server's own answer, JSON.
    byte[] account() throws Refusal, InterruptedException {
        try {
            return sidecar.account();
        } catch (Sidecar.Refused e) {
            throw refused(e);
        }
    }

    /// What an operator or a page claims of an account is a reason to ask for it, and nothing more.
    Answer hinted() throws InterruptedException {
        var before = sidecar.health().auth();
        @Nullable String error = null;
        try {
            sidecar.account();
            sidecar.await(now -> !now.auth().equals(before), FOLLOWS);
        } catch (Sidecar.Refused e) {
            error = String.valueOf(e.getMessage());
        }
        var status = new SidecarAnswer(sidecar.health());
        var askedError = error;
        return json -> {
            json.writeStartObject();
            status.writeMembers(json);
            json.writeBooleanField("asked", askedError == null);
            json.writeStringField("askedError", askedError);
            json.writeEndObject();
        };
    }

    Answer login(Given given) throws Refusal, InterruptedException {
        var kind = kind(given.text("type"));
        Login login;
        try {
            login = sidecar.login(kind);
        } catch (Sidecar.Refused e) {
            throw refused(e);
        }
        parts.acts().note("login", BY);
        sidecar.await(now -> now.auth() instanceof AuthState.Authenticating, FOLLOWS);
        return json -> {
            json.writeStartObject();
            json.writeStringField("type", kind == LoginKind.BROWSER ? "chatgpt" : "chatgptDeviceCode");
            json.writeStringField("loginId", login.loginId());
            json.writeStringField(kind == LoginKind.BROWSER ? "authUrl" : "verificationUrl", login.url());
            if (kind == LoginKind.DEVICE_CODE) json.writeStringField("userCode", login.userCode());
            json.writeEndObject();
        };
    }

    private static LoginKind kind(@Nullable String type) throws Refusal {
        return switch (type) {
            case null -> LoginKind.BROWSER;
            case "chatgpt" -> LoginKind.BROWSER;
            case "chatgptDeviceCode" -> LoginKind.DEVICE_CODE;
            default ->
                throw Given.wrong(
                        "Unsupported auth mode: a sign-in is chatgpt (in a browser) or chatgptDeviceCode (by a"
                                + " code), not that");
        };
    }

    Answer logout() throws Refusal, InterruptedException {
        try {
            sidecar.logout();
        } catch (Sidecar.Refused e) {
            throw refused(e);
        }
        parts.acts().note("logout", BY);
        var now = sidecar.await(SidecarOperations::isSignedOut, PATIENCE);
        return json -> {
            json.writeStartObject();
            new SidecarAnswer(now).writeMembers(json);
            json.writeStringField("did", SIGNED_OUT);
            json.writeEndObject();
        };
    }

    private static boolean isSignedOut(SidecarHealth now) {
        return now.auth() instanceof AuthState.LoggedOut || now.auth() instanceof AuthState.NeedsLogin;
    }

    /// The app-server's own answer, JSON.
    byte[] thread(String id) throws Refusal, InterruptedException {
        if (!THREAD.matcher(id).matches())
            throw Given.wrong("threadId must be the id of a Codex thread, as `twinlog sessions` shows it");
        try {
            return sidecar.thread(id);
        } catch (Sidecar.Refused e) {
            throw refused(e);
        }
    }

    private Answer after(Predicate<SidecarHealth> wanted) throws InterruptedException {
        return new SidecarAnswer(sidecar.await(wanted, PATIENCE));
    }

    private static Refusal refused(Sidecar.Refused e) {
        return new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
    }
}
