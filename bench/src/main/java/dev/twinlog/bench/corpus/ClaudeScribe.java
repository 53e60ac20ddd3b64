package dev.twinlog.bench.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes sessions as Claude Code 2.1.329 does: several blocks a message with growing usage, tool calls, attachments,
/// subagents, and sessions that go on in a copy of an earlier one's history.
final class ClaudeScribe {
    private static final int HISTORIES_MAX = 40;
    private static final int HISTORY_LINES_MAX = 400;
    private static final int HISTORY_BYTES_MAX = 3_000_000;
    private static final double RESUMED_SHARE = 0.12;
    private static final double SUBAGENTS_SHARE = 0.25;

    private final Path home;
    private final Lexicon lexicon;
    private final Truth truth;
    private final ArrayDeque<History> histories = new ArrayDeque<>();

    /// What a later session can copy of an earlier one.
    private record History(String session, String cwd, List<String> lines) {}

    ClaudeScribe(Path home, Lexicon lexicon, Truth truth) {
        this.home = home;
        this.lexicon = lexicon;
        this.truth = truth;
    }

    /// Writes one session with its subagents.
    void session(Dice dice, long at) throws IOException {
        var prior = histories.size() > 3 && dice.once(RESUMED_SHARE) ? dice.of(List.copyOf(histories)) : null;
        var cwd = prior == null ? project(dice) : prior.cwd;
        var folder = ".claude/projects/" + cwd.replaceAll("[^a-zA-Z0-9]", "-") + "/";
        var session = dice.uuid();
        truth.session();
        truth.at(at);
        int turns = dice.around(8, 0.9, 1, 120);
        remember(write(new ClaudeTurns(lexicon, dice, truth, session, cwd, null, at), folder + session, turns, prior));
        if (!dice.once(SUBAGENTS_SHARE)) return;
        for (int i = 1 + dice.below(4); i > 0; i--) {
            var agent = dice.hex(16);
            var turn = new ClaudeTurns(lexicon, dice, truth, session, cwd, agent, at + dice.below(600_000));
            write(turn, folder + session + "/subagents/agent-" + agent, 1 + dice.below(2), null);
        }
    }

    private String project(Dice dice) {
        double chosen = dice.unit();
        return lexicon.projects.get((int) (lexicon.projects.size() * chosen * chosen));
    }

    private @Nullable History write(ClaudeTurns turns, String name, int count, @Nullable History prior)
            throws IOException {
        var file = new TranscriptFile(home, name + ".jsonl");
        if (prior != null) for (var line : prior.lines) file.line(line.replace(prior.session, turns.session()));
        var lines = new ArrayList<String>();
        turns.write(count, line -> {
            file.line(line);
            lines.add(line);
        });
        file.save(truth, turns.at());
        boolean copyable = turns.isMain() && lines.size() < HISTORY_LINES_MAX && file.size() < HISTORY_BYTES_MAX;
        return copyable ? new History(turns.session(), turns.cwd(), turns.copyable(lines)) : null;
    }

    private void remember(@Nullable History history) {
        if (history == null) return;
        histories.add(history);
        if (histories.size() > HISTORIES_MAX) histories.removeFirst();
    }
}
