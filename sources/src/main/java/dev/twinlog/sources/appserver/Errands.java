package dev.twinlog.sources.appserver;

import dev.twinlog.journal.StreamFrame.Link;
import dev.twinlog.sources.appserver.Errand.What;
import dev.twinlog.sources.appserver.Talk.Purpose;
import dev.twinlog.sources.appserver.supervision.AuthSignal;
import dev.twinlog.sources.appserver.supervision.AuthState;
import dev.twinlog.sources.appserver.supervision.Calls;
import dev.twinlog.sources.appserver.supervision.Calls.Outcome;
import dev.twinlog.sources.appserver.supervision.HandshakeState;
import dev.twinlog.sources.appserver.supervision.Supervision;
import dev.twinlog.sources.appserver.supervision.Tick;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What operators want of the app-server: refused, or asked for. For the source's thread alone.
final class Errands {
    static final String USE_CODEX =
            "the app-server that is attached to is the user's own: sign in and out with Codex itself"
                    + " (codex login, codex logout), or set sidecar.link to spawn";
    static final String NO_LINK =
            "there is no app-server to ask; see twinlog stream status, and start it with twinlog stream start";
    static final String STARTING = "the app-server is still being started; try again in a few seconds";
    static final String SIGNED_IN =
            "an account is signed in already; who wants another one signs Codex out first: codex logout";

    private final Talk talk;
    private final LoginHosts hosts;
    private final UnaryOperator<String> clean;

    Errands(Talk talk, LoginHosts hosts, UnaryOperator<String> clean) {
        this.talk = talk;
        this.hosts = hosts;
        this.clean = clean;
    }

    void take(Errand errand, Supervision all, Tick now) {
        var why = hindered(errand.what(), all);
        if (why != null) {
            errand.refuse(why);
            return;
        }
        var what = errand.what();
        talk.ask(new Purpose.Ordered(errand), what.method(), what.params(), what.patience(), now);
    }

    private static @Nullable String hindered(What what, Supervision all) {
        if (all.link() == null) return NO_LINK;
        if (what.changesAccount() && all.link() == Link.ATTACH) return USE_CODEX;
        var handshake = all.handshake();
        if (handshake != HandshakeState.INITIALIZED && handshake != HandshakeState.COMPLETE) return STARTING;
        if (what instanceof What.LogIn && all.auth() instanceof AuthState.Authenticated) return SIGNED_IN;
        return null;
    }

    /// Gives the answer to who waits for it.
    ///
    /// @return what it tells of the account; null: nothing
    @Nullable
    AuthSignal ended(Errand errand, Outcome outcome, @Nullable RawJson result, Tick now) {
        if (result == null) {
            errand.refuse(Answers.words(errand.what().method(), outcome, clean));
            return errand.what() instanceof What.ReadAccount && !(outcome instanceof Outcome.LinkLost)
                    ? Answers.account(outcome, null, clean)
                    : null;
        }
        if (errand.what() instanceof What.LogIn) return begun(errand, result, now);
        errand.answer().complete(result);
        return switch (errand.what()) {
            case What.ReadAccount() -> Answers.account(outcome, result, clean);
            case What.LogOut() -> new AuthSignal.LoggedOut();
            case What.LogIn _, What.ReadThread _ -> null;
        };
    }

    /// A sign-in is begun, if it leads where it may; else it is taken back.
    private @Nullable AuthSignal begun(Errand errand, RawJson result, Tick now) {
        var id = result.text("loginId");
        var url = url(result);
        if (id == null || url == null) {
            errand.refuse(
                    "account/login/start was answered without loginId or URL; this Codex may be too new or too old");
            return null;
        }
        if (hosts.allows(url)) {
            errand.answer().complete(result);
            return new AuthSignal.LoginStarted(id);
        }
        talk.ask(
                new Purpose.Unasked(),
                "account/login/cancel",
                "{\"loginId\":" + RawJson.quote(id) + "}",
                Calls.PATIENCE_SHORT,
                now);
        errand.refuse("the sign-in leads to " + clean.apply(LoginHosts.named(url))
                + ", which is not among sidecar.login_hosts: it was cancelled");
        return null;
    }

    /// Where a sign-in leads, whole.
    static @Nullable String url(RawJson result) {
        var url = result.text("authUrl");
        return url == null ? result.text("verificationUrl") : url;
    }
}
