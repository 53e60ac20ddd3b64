package dev.twinlog.app.cli;

import dev.twinlog.app.cli.Terminal.Style;
import dev.twinlog.app.doctor.StreamAdvice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The app-server and its live stream, for people.
final class SidecarText {
    private static final int NAME_CELLS = 12;

    private final Terminal terminal;

    SidecarText(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The text at a path of names, or nothing.
    static String text(Map<?, ?> answer, String... path) {
        var value = at(answer, path);
        return value == null ? "" : Cells.line(String.valueOf(value));
    }

    private static @Nullable Object at(Map<?, ?> answer, String... path) {
        @Nullable Object value = answer;
        for (var name : path) value = value instanceof Map<?, ?> map ? map.get(name) : null;
        return value;
    }

    /// Everything.
    void status(Map<?, ?> answer) {
        brief(answer);
        line("link", link(answer));
        line("state", state(answer));
        if (answer.get("link") != null) line("sign-in", signIn(answer));
        line("kill switch", Boolean.TRUE.equals(answer.get("killSwitch")) ? terminal.styled(Style.ODD, "on") : "off");
        line("restarts", restarts(answer));
        threads(answer.get("threads"));
        approvals(answer.get("approvals"));
        if (answer.get("binary") instanceof Map<?, ?> binary) line("binary", binary(binary));
        lastError(answer);
    }

    /// One that was overcome is of no use, and one that says why it is not heard was told already.
    private void lastError(Map<?, ?> answer) {
        var error = text(answer, "lastError");
        if (!text(answer, "gate").equals("open") && !error.equals(text(answer, "detail"))) line("last error", error);
    }

    /// That Codex itself is signed out, too.
    void signedOut(Map<?, ?> answer) {
        line("sign-in", text(answer, "did"));
        brief(answer);
    }

    /// Whether it is heard, why not, and what to do.
    void brief(Map<?, ?> answer) {
        if (text(answer, "gate").equals("open")) {
            line("stream", terminal.styled(Style.STRONG, "heard"));
            if (text(answer, "reach").equals("own_child"))
                line("", "by Twinlog's own app-server: no thread of yours is streamed");
            return;
        }
        if (!Boolean.TRUE.equals(answer.get("expected"))) {
            boolean killed = Boolean.TRUE.equals(answer.get("killSwitch"));
            line("stream", "not expected: " + (killed ? "the kill switch is on" : "switched off, or no Codex is here"));
            if (killed) line("next", "`twinlog recover` brings it back");
            return;
        }
        var advice = advice(answer);
        line("stream", terminal.styled(Style.ODD, "not heard") + ": " + Cells.line(advice.what()));
        var next = advice.next();
        line("next", next == null ? StreamText.WAIT : next);
    }

    private static StreamAdvice advice(Map<?, ?> answer) {
        var detail = text(answer, "detail");
        return StreamAdvice.of(
                StreamAdvice.reason(answer),
                detail.isEmpty() ? null : detail,
                text(answer, "reach").equals("shared"));
    }

    private static String link(Map<?, ?> answer) {
        return switch (text(answer, "link")) {
            case "attach" -> "the app-server of your own Codex";
            case "spawn" ->
                "Twinlog's own app-server" + (answer.get("pid") == null ? "" : ", process " + text(answer, "pid"));
            default -> "none";
        };
    }

    private static String state(Map<?, ?> answer) {
        return words(text(answer, "state")) + ", generation " + text(answer, "generation") + ", handshake "
                + words(text(answer, "handshake"));
    }

    private static String signIn(Map<?, ?> answer) {
        var mode = text(answer, "auth", "mode");
        var error = text(answer, "auth", "error");
        return signedIn(text(answer, "auth", "state"))
                + (mode.isEmpty() ? "" : " (" + mode + ")")
                + (error.isEmpty() || !mode.isEmpty() ? "" : ": " + error);
    }

    private static String signedIn(String state) {
        return switch (state) {
            case "authenticated" -> "signed in";
            case "authenticating" -> "a sign-in is under way";
            case "needs_login" -> "nobody is signed in";
            case "logged_out" -> "signed out";
            default -> words(state);
        };
    }

    private static String words(String wire) {
        return wire.replace('_', ' ');
    }

    private static String restarts(Map<?, ?> answer) {
        var clear = text(answer, "restarts", "clearInSeconds");
        var cause = text(answer, "restarts", "lastCause");
        return text(answer, "restarts", "spentInWindow") + " of " + text(answer, "restarts", "limit")
                + " unwanted ends within 60 s" + (clear.equals("0") ? "" : ", clear in " + clear + " s") + "; "
                + text(answer, "restarts", "total") + " since Twinlog started"
                + (cause.isEmpty() ? "" : ", the last: " + cause);
    }

    private static String binary(Map<?, ?> binary) {
        var version = text(binary, "version");
        var sha256 = text(binary, "sha256");
        return text(binary, "path")
                + (version.isEmpty() ? "" : ", version " + version)
                + (sha256.isEmpty() ? "" : ", SHA-256 " + sha256);
    }

    private void threads(@Nullable Object threads) {
        if (!(threads instanceof List<?> list)) return;
        long heard = with("heard", list);
        long idle = with("idle", list);
        line(
                "threads",
                list.isEmpty() ? "none is live there" : heard + " streamed, " + idle + " idle, of " + list.size());
    }

    private static long with(String flag, List<?> threads) {
        return threads.stream()
                .filter(one -> one instanceof Map<?, ?> thread && Boolean.TRUE.equals(thread.get(flag)))
                .count();
    }

    private void approvals(@Nullable Object approvals) {
        if (!(approvals instanceof List<?> list)) return;
        for (var one : list) {
            if (!(one instanceof Map<?, ?> approval)) continue;
            line(
                    "waiting",
                    "for you, in Codex, thread " + text(approval, "threadId") + ": " + text(approval, "summary"));
        }
    }

    /// Live threads, heard or not, and what waits for the user.
    void threads(Map<?, ?> answer) {
        ids("heard", answer.get("heard"));
        ids("not heard", answer.get("notHeard"));
        boolean none = answer.get("heard") instanceof List<?> heard
                && heard.isEmpty()
                && answer.get("notHeard") instanceof List<?> others
                && others.isEmpty();
        if (none) terminal.out().println("No thread is live.");
        approvals(answer.get("approvals"));
    }

    private void ids(String label, @Nullable Object ids) {
        if (ids instanceof List<?> list) list.forEach(id -> line(label, Cells.line(String.valueOf(id))));
    }

    /// Where to sign in. The URL stays whole, for who copies it.
    void login(Map<?, ?> login) {
        var code = text(login, "userCode");
        var url = text(login, code.isEmpty() ? "authUrl" : "verificationUrl");
        terminal.out().println(code.isEmpty() ? "Open this in a browser on this machine:" : "Open this anywhere:");
        terminal.out().println();
        terminal.out().println("  " + url);
        terminal.out().println();
        if (!code.isEmpty()) {
            terminal.out().println("and type in the code " + terminal.styled(Style.STRONG, code) + ".");
            terminal.out().println();
        }
        terminal.out().println("This command ends when you are signed in; Ctrl-C ends it before.");
        terminal.out().flush();
    }

    private void line(String name, String text) {
        if (text.isEmpty()) return;
        var label = name;
        for (var part : Cells.broken(text, terminal.room(NAME_CELLS + 2))) {
            terminal.out().println((Cells.fit(label, NAME_CELLS, false) + "  " + part).stripTrailing());
            label = "";
        }
    }
}
