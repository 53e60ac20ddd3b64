package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import dev.twinlog.app.Feed;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.cli.LiveStream.Message;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Follows the live feed of a daemon, and of the one that comes after it, and shows what it tells.
final class Tailing {
    /// A daemon shows a sign of life each 5 seconds; without one for so long it is gone.
    static final Duration SILENT = Duration.ofSeconds(15);
    /// How long it waits before it looks for a daemon again; doubled each time…
    static final Duration PAUSE_FIRST = Duration.ofMillis(200);
    /// …up to this.
    static final Duration PAUSE_MOST = Duration.ofSeconds(3);
    /// Sessions whose projects are remembered.
    static final int PROJECTS_MAX = 10_000;

    private static final int OK = 200;
    private static final int EVENTS_A_LINE = 5;

    private final Surroundings surroundings;
    private final Terminal terminal;
    private final TailCommand.Wanted wanted;
    private final TailText text;
    private final TailLive live;
    private final Map<String, String> projects = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > PROJECTS_MAX;
        }
    };
    private final Map<String, TailTurns> turns = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TailTurns> eldest) {
            return size() > PROJECTS_MAX;
        }
    };
    /// What happened before, of whose lines only the last are shown; null once all of that was told.
    private @Nullable List<TailTurns.Past> before = new ArrayList<>();
    private @Nullable String after;
    private boolean importShown;
    private boolean lost;

    Tailing(Surroundings surroundings, TailCommand.Wanted wanted) {
        this.surroundings = surroundings;
        this.terminal = surroundings.terminal();
        this.wanted = wanted;
        this.text = new TailText(terminal);
        this.live = new TailLive(terminal, text);
    }

    /// Returns when nobody reads any more.
    ///
    /// @throws Refusal when there is no daemon at the start, or it does not know the session
    void follow() throws Refusal, SettingsProblem, IOException, InterruptedException {
        var address = surroundings.daemonAddress();
        while (true) {
            try {
                if (heard(address)) return;
                lost("the daemon has ended");
            } catch (IOException e) {
                if (after == null) throw e;
                lost("the daemon is gone");
            }
            address = found();
        }
    }

    private void lost(String what) {
        live.forget();
        wipe();
        lost = true;
        say(what + "; waiting for it to come back; Ctrl-C ends");
    }

    /// Waits for a daemon that serves.
    private Surroundings.DaemonAddress found() throws SettingsProblem, IOException, InterruptedException {
        for (var pause = PAUSE_FIRST; ; pause = longer(pause)) {
            Thread.sleep(pause);
            try {
                var address = surroundings.daemonAddress();
                try (var http = new Loopback(address.port(), (int) SILENT.toMillis())) {
                    http.send("/readyz", address.token(), null);
                    return address;
                }
            } catch (Refusal | IOException e) {
                // not there yet
            }
        }
    }

    private static Duration longer(Duration pause) {
        var longer = pause.multipliedBy(2);
        return longer.compareTo(PAUSE_MOST) < 0 ? longer : PAUSE_MOST;
    }

    /// Hears one daemon to its end.
    ///
    /// @return whether nobody reads any more
    private boolean heard(Surroundings.DaemonAddress address) throws Refusal, IOException {
        try (var http = new Loopback(address.port(), (int) SILENT.toMillis())) {
            http.send("/api/live" + query(), address.token(), null);
            if (http.status() != OK) throw DaemonClient.refusal(http);
            var stream = new LiveStream(http.body());
            for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                if (stream.lastId() != null) after = stream.lastId();
                if (next.get().name().equals("end")) return false;
                live.erase();
                show(next.get());
                if (!stream.more()) quiet();
                if (terminal.out().checkError()) return true;
            }
            return false;
        }
    }

    private String query() {
        var parameters = new HashMap<String, String>();
        if (wanted.session() != null) parameters.put("session", wanted.session());
        if (after != null) parameters.put("after", after);
        else parameters.put("last", Integer.toString(asked()));
        return DaemonClient.query(parameters);
    }

    /// Not every event is worth a line, so more are asked for than lines are wanted.
    private int asked() {
        return wanted.json() ? wanted.lines() : Math.min(Feed.Follow.LAST_MAX, wanted.lines() * EVENTS_A_LINE);
    }

    private void show(Message message) throws IOException {
        switch (message.name()) {
            case "event" -> event(message.data());
            case "live", "approval" -> produced(message);
            case "session" -> session(tree(message.data()));
            case "begin" -> begun();
            case "now" -> now();
            case "missed" -> missed(tree(message.data()));
            case "mode" -> mode(tree(message.data()));
            case "import" -> importing(tree(message.data()));
            default -> {}
        }
    }

    private static Map<?, ?> tree(String data) throws IOException {
        try (var json = new JsonFactory().createParser(data)) {
            json.nextToken();
            return JsonTree.read(json) instanceof Map<?, ?> map ? map : Map.of();
        }
    }

    /// What is not settled yet.
    private void produced(Message message) throws IOException {
        var session = session(message.data());
        if (!wanted.live() || !isWanted(session)) return;
        wipe();
        if (wanted.json()) terminal.out().println(message.data());
        else if (message.name().equals("live")) live.live(tree(message.data()), projects.get(session));
        else live.approval(tree(message.data()), projects.get(session));
    }

    private boolean isWanted(String session) {
        var project = projects.get(session);
        return (wanted.agent() == null || session.startsWith(wanted.agent() + "/"))
                && (wanted.project() == null || project != null && project.contains(wanted.project()));
    }

    private void event(String data) throws IOException {
        var session = session(data);
        if (!isWanted(session)) return;
        var project = projects.get(session);
        wipe();
        if (wanted.json()) {
            terminal.out().println(data);
            return;
        }
        var event = tree(data);
        var lines = text.lines(event, project);
        var order = turns.computeIfAbsent(session, _ -> new TailTurns());
        if (before == null) {
            order.next(event, lines).forEach(text::print);
            return;
        }
        order.past(event);
        before.add(new TailTurns.Past(event, lines));
    }

    /// What is held back of turns, when nothing more comes for now.
    private void quiet() {
        if (before == null) turns.values().forEach(held -> held.quiet().forEach(text::print));
        if (!wanted.json()) live.draw();
    }

    /// The session of an event, which its object begins with.
    private static String session(String data) throws IOException {
        try (var json = new JsonFactory().createParser(data)) {
            json.nextToken();
            return "session".equals(json.nextFieldName()) ? json.nextTextValue() : "";
        }
    }

    private void session(Map<?, ?> session) {
        var project = session.get("project");
        if (project != null) projects.put(Words.text(session.get("session")), project.toString());
    }

    private void now() {
        var shown = before;
        if (shown == null) return;
        before = null;
        var lines = TailTurns.ordered(shown);
        lines.subList(Math.max(0, lines.size() - wanted.lines()), lines.size()).forEach(text::print);
    }

    private void begun() {
        if (lost) say("the daemon is back; going on where it was");
        boolean again = lost;
        lost = false;
        if (again || !terminal.errShown()) return;
        say((wanted.session() == null ? "following all sessions" : "following one session") + "; Ctrl-C ends");
    }

    private void missed(Map<?, ?> missed) {
        wipe();
        var count = missed.get("count");
        say((count == null ? "events" : Words.number(count) + " events") + " were not shown: "
                + switch (Words.text(missed.get("reason"))) {
                    case "too_far_behind" -> "too many happened meanwhile";
                    case "rebuilt" -> "the store was rebuilt meanwhile";
                    default -> "the daemon has another store now";
                }
                + "; `twinlog show` has them");
    }

    private void mode(Map<?, ?> mode) {
        if (mode.get("from") == null) return;
        wipe();
        var reason = Words.text(mode.get("reason"));
        say("capture mode is now " + mode.get("to") + (reason.isEmpty() ? "" : ": " + reason));
    }

    /// On a terminal a line that is drawn over; elsewhere only the beginning and the end.
    private void importing(Map<?, ?> told) {
        boolean goesOn = Boolean.TRUE.equals(told.get("importing"));
        var line = goesOn
                ? "twinlog: files are being imported, " + told.get("percent") + " %; what happens meanwhile is shown"
                : "twinlog: the import is done";
        if (terminal.errShown())
            terminal.err().print(ProgressReport.ERASE_LINE + Cells.cut(line, terminal.screenColumns() - 1));
        else if (goesOn != importShown) terminal.err().println(line);
        if (terminal.errShown() && !goesOn) terminal.err().println();
        importShown = goesOn;
        terminal.err().flush();
    }

    private void wipe() {
        if (importShown && terminal.errShown()) {
            terminal.err().print(ProgressReport.ERASE_LINE);
            terminal.err().flush();
        }
    }

    private void say(String message) {
        terminal.say(message);
    }
}
