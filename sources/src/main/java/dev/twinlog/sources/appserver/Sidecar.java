package dev.twinlog.sources.appserver;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The Codex app-server that Twinlog talks to, as an operator sees it. Safe for use by many threads; nothing here waits
/// longer than it says.
public interface Sidecar {
    /// How it is right now.
    SidecarHealth health();

    /// Waits until its health is as wanted; returns what it is then, or when the patience is over.
    SidecarHealth await(Predicate<SidecarHealth> wanted, Duration patience) throws InterruptedException;

    /// Has it started, if it is not: an operator's act, which clears the restart budget. Returns at once.
    ///
    /// @throws Refused when the kill switch is on, or no stream is expected
    void start() throws Refused;

    /// Has it stopped until an operator starts it. Returns at once.
    void stop();

    /// Says that the kill switch is on or off now; the caller has written it to the config before.
    void killSwitch(boolean on);

    /// Asks the app-server who is signed in (`account/read`), and returns its answer; the auth state follows it.
    ///
    /// @return the result, JSON
    /// @throws Refused when there is no link, or it was answered by an error
    byte[] account() throws Refused, InterruptedException;

    /// Begins a sign-in.
    ///
    /// @throws Refused on an attached link, with the advice to use Codex itself; and when the app-server refuses
    Login login(LoginKind kind) throws Refused, InterruptedException;

    /// Signs out our own child; refused on an attached link.
    void logout() throws Refused, InterruptedException;

    /// The thread as the app-server tells it (`thread/read` with its turns); subscribes to nothing.
    ///
    /// @return the result, JSON
    byte[] thread(String threadId) throws Refused, InterruptedException;

    /// How a sign-in is done.
    enum LoginKind {
        /// In a browser on this machine.
        BROWSER,
        /// By a code that is typed in elsewhere.
        DEVICE_CODE
    }

    /// A sign-in that waits for its user.
    ///
    /// @param url      to open, whole
    /// @param userCode to type in there; null in a browser
    record Login(
            LoginKind kind,
            String loginId,
            String url,
            @Nullable String userCode) {}

    /// An expected no, in words for people: what, where, what to do.
    final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }
}
