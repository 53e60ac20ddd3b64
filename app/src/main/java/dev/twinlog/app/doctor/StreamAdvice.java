package dev.twinlog.app.doctor;

import dev.twinlog.setup.SettingKeys;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why the live stream is not heard, in words, and what to do about it: by the reason of a shut gate (SPEC 4).
///
/// @param what in words
/// @param next what to do; null: wait, it is being seen to
public record StreamAdvice(String what, @Nullable String next) {
    /// Stands for a handshake that was refused, or takes longer than it may.
    public static final String HANDSHAKE_FAILED = "handshake_failed";

    private static final String OTHER_MODE = "unsupported_auth_mode";

    /// The reason of a shut gate that {@link #of} takes: a state of the sign-in stands elsewhere in an answer,
    /// and a handshake that goes on is not one that failed.
    ///
    /// @param sidecar an answer of `get_codex_app_server_status`, as plain maps
    public static String reason(Map<?, ?> sidecar) {
        var reason = String.valueOf(sidecar.get("reason"));
        return switch (reason) {
            case "auth" -> sidecar.get("auth") instanceof Map<?, ?> auth ? String.valueOf(auth.get("state")) : reason;
            case "handshake" -> isOverdue(sidecar) ? HANDSHAKE_FAILED : reason;
            default -> reason;
        };
    }

    private static boolean isOverdue(Map<?, ?> sidecar) {
        return "failed".equals(sidecar.get("handshake")) || "degraded".equals(sidecar.get("state"));
    }

    /// @param reason   as the status has it: `needs_login`, …; one of a later version is told as it is
    /// @param detail   more in words, or null
    /// @param attached whether the app-server is the one that the user's own Codex runs
    public static StreamAdvice of(String reason, @Nullable String detail, boolean attached) {
        var advice = reason.equals(OTHER_MODE)
                ? new StreamAdvice("Codex is signed in another way than with ChatGPT", otherMode(attached, detail))
                : advice(reason, attached);
        return detail == null || detail.isBlank() ? advice : new StreamAdvice(advice.what + ": " + detail, advice.next);
    }

    private static StreamAdvice advice(String reason, boolean attached) {
        return switch (reason) {
            case "starting" -> new StreamAdvice("the Codex app-server is starting", null);
            case "restarting" -> new StreamAdvice("the Codex app-server has ended and is started again", null);
            case "handshake" ->
                new StreamAdvice("starting: the handshake goes on; it takes a few seconds", "wait a moment");
            case HANDSHAKE_FAILED ->
                new StreamAdvice(
                        "the Codex app-server does not finish the handshake",
                        "`twinlog stream stop`, then `twinlog recover`; if it stays, another Codex with"
                                + " `twinlog config set sidecar.binary PATH` and start Twinlog anew");
            case "authenticating" ->
                new StreamAdvice(
                        "a sign-in was begun and is not finished", "finish it, or `twinlog stream login` anew");
            case "needs_login" -> new StreamAdvice("Codex is not signed in", signIn(attached));
            case "logged_out" -> new StreamAdvice("Codex was signed out", signIn(attached));
            case "sidecar_missing" ->
                new StreamAdvice(
                        "no Codex was found to run as app-server",
                        "install Codex, or `twinlog config set sidecar.binary PATH` and start Twinlog anew; without Codex"
                                + " `twinlog config set stream.enabled off`");
            case "not_executable" ->
                new StreamAdvice(
                        "the Codex that was found cannot be executed",
                        "`chmod +x` on it, or `twinlog config set sidecar.binary PATH` and start Twinlog anew; then"
                                + " `twinlog recover`");
            case "untrusted_binary" ->
                new StreamAdvice(
                        "the Codex that was found is not trusted",
                        "have it owned by you or root and writable by nobody else; where `sidecar.sha256` pins another,"
                                + " set that anew. Then `twinlog recover`");
            case "silent" ->
                new StreamAdvice(
                        "the Codex app-server says nothing",
                        attached
                                ? "look at Codex; its own terminal may hang. Twinlog goes on by itself when it answers"
                                : "`twinlog stream stop`, then `twinlog recover`");
            case "stopped" -> new StreamAdvice("an operator has stopped it", "`twinlog recover`");
            case "kill_switch" -> new StreamAdvice("the kill switch is on", "`twinlog recover`, or leave it so");
            case "crash_loop" ->
                new StreamAdvice(
                        "the Codex app-server ended three times within 60 s, so it is not started any more",
                        "`twinlog stream status` tells why; put it right, then `twinlog recover --wait`");
            case "protocol" ->
                new StreamAdvice(
                        "what the app-server says is not what a Codex app-server says",
                        "see which binary that is with `twinlog stream status`; update Codex or name another with"
                                + " `twinlog config set sidecar.binary PATH` and start Twinlog anew");
            default -> new StreamAdvice(reason.replace('_', ' ').toLowerCase(Locale.ROOT), "`twinlog stream status`");
        };
    }

    private static String signIn(boolean attached) {
        return attached ? "sign in with Codex itself: `codex login`" : "`twinlog stream login`";
    }

    /// Nobody is told to sign out: Codex would lose its sign-in, and an API key may be wanted still.
    private static String otherMode(boolean attached, @Nullable String detail) {
        var mode = detail == null ? "" : detail.substring(detail.lastIndexOf(' ') + 1);
        var taken = SettingKeys.APP_SERVER_AUTH_MODE.words().contains(mode)
                ? "to have it taken, `twinlog config set app_server_auth_mode chatgpt," + mode
                        + "` and start Twinlog anew; or "
                : "";
        return taken + "do without the stream, `twinlog config set stream.enabled off`; or sign in to Codex with"
                + " ChatGPT, `codex login`" + (attached ? ", and start Codex anew" : "");
    }
}
