package dev.twinlog.reconcile;

import dev.twinlog.model.Agent;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Observation;
import dev.twinlog.model.SessionFact.Name;
import org.jspecify.annotations.Nullable;

/// A session as a whole, settled. Counts are of what it owns; times are epoch milliseconds or `UNTIMED`.
///
/// @param prompts   a person's
/// @param messages  the model's that it finished, by message or item id
/// @param toolCalls of the session and its subagents
public record SessionSummary(
        @Nullable String project,
        @Nullable String title,
        @Nullable String gitBranch,
        @Nullable String version,
        @Nullable String model,
        @Nullable String parent,
        long startedAt,
        long endedAt,
        boolean ended,
        long prompts,
        long messages,
        long toolCalls) {

    /// Longer titles taken from a prompt are cut, which `…` at their end tells.
    static final int TITLE_LENGTH_MAX = 100;

    private static final String CUT = "…";

    /// The first line of a prompt, or null when it has none.
    static @Nullable String title(Fields prompt) {
        var text = prompt.text("text");
        if (text == null) return null;
        var line = text.strip().lines().findFirst().orElse("");
        if (line.length() <= TITLE_LENGTH_MAX) return line.isEmpty() ? null : line;
        int length = TITLE_LENGTH_MAX - CUT.length();
        if (Character.isHighSurrogate(line.charAt(length - 1))) length--;
        return line.substring(0, length).stripTrailing() + CUT;
    }

    static SessionSummary of(SessionState state, SessionFacts facts, @Nullable Long birth) {
        var counts = new Counts(state.id().agent());
        state.events().forEach(counts::add);
        return new SessionSummary(
                facts.value(Name.CWD),
                title(facts, counts),
                facts.value(Name.GIT_BRANCH),
                facts.value(Name.VERSION),
                model(facts, counts),
                facts.value(Name.PARENT),
                started(facts, birth),
                facts.last(),
                facts.value(Name.ENDED) != null,
                counts.prompts,
                counts.messages,
                counts.toolCalls);
    }

    private static @Nullable String title(SessionFacts facts, Counts counts) {
        var custom = facts.value(Name.CUSTOM_TITLE);
        if (custom != null) return custom;
        var made = facts.value(Name.AI_TITLE);
        return made != null ? made : counts.firstPrompt();
    }

    private static @Nullable String model(SessionFacts facts, Counts counts) {
        var told = facts.value(Name.MODEL);
        return told != null ? told : counts.lastModel;
    }

    private static long started(SessionFacts facts, @Nullable Long birth) {
        var told = facts.value(Name.STARTED);
        if (told != null) return Long.parseLong(told);
        return birth == null || birth == Long.MIN_VALUE ? facts.first() : birth;
    }

    /// The first of some texts, by time and then by itself.
    private static final class FirstText {
        private long at = Long.MAX_VALUE;
        private @Nullable String text;

        private void take(EventState event) {
            var brief = event.brief();
            if (brief == null || event.at() > at) return;
            if (event.at() == at && text != null && brief.compareTo(text) >= 0) return;
            at = event.at();
            text = brief;
        }
    }

    private static final class Counts {
        private final Agent agent;
        private long prompts;
        private long messages;
        private long toolCalls;
        private final FirstText own = new FirstText();
        private final FirstText copied = new FirstText();
        private long lastModelAt = Observation.UNTIMED;
        private @Nullable String lastModel;

        private Counts(Agent agent) {
            this.agent = agent;
        }

        private void add(EventState event) {
            switch (event.kind()) {
                case PROMPT -> addPrompt(event);
                case TOOL_CALL -> toolCalls += event.owned() && !event.isStrayOutput() ? 1 : 0;
                case MESSAGE -> messages += agent == Agent.CODEX && event.owned() && !event.isUnfinished() ? 1 : 0;
                case MODEL_REQUEST -> addRequest(event);
                case REASONING, NOTICE, TURN -> {}
            }
        }

        private void addPrompt(EventState event) {
            boolean human = isHuman(event);
            if (human && event.owned()) prompts++;
            if (human && !event.owned()) copied.take(event);
            if (event.owned() && (human || isTask(event))) own.take(event);
        }

        /// The first prompt of the session's own; one that it copied only as long as it has none.
        private @Nullable String firstPrompt() {
            return own.text != null ? own.text : copied.text;
        }

        private static boolean isHuman(EventState event) {
            var source = event.source();
            return event.agentId() == null && (source == null || source.equals(GivenPrompts.HUMAN));
        }

        /// Whether it is what a thread was started for, as a message of its own: what comes from an author has the
        /// form of a letter.
        private boolean isTask(EventState event) {
            var about = event.fields(FieldGroup.ABOUT);
            return agent == Agent.CODEX && about != null && about.text("author") == null;
        }

        private void addRequest(EventState event) {
            var about = event.fields(FieldGroup.ABOUT);
            if (about == null || Auxiliary.is(event.kind(), about)) return;
            boolean synthetic = Boolean.TRUE.equals(about.get("synthetic"));
            if (agent == Agent.CLAUDE && event.owned() && about.get("messageId") != null && !synthetic) messages++;
            var model = about.text("model");
            if (model == null || synthetic || event.agentId() != null || event.at() < lastModelAt) return;
            if (event.at() == lastModelAt && lastModel != null && model.compareTo(lastModel) <= 0) return;
            lastModelAt = event.at();
            lastModel = model;
        }
    }
}
