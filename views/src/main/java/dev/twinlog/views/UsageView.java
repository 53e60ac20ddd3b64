package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Observation;
import dev.twinlog.model.prices.Prices;
import dev.twinlog.store.Spender;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.Tokens;
import dev.twinlog.store.StoreReader.UsageBy;
import dev.twinlog.store.StoreReader.UsageCell;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tokens in all and by one dimension: `{"asOf", "agents": {AGENT: {"total": {…}, "subagents": {…}}},
/// "days": [{"date", "agents": {…}}]}`; by another dimension `models`, `projects` or `sessions` take the
/// place of `days`, by agent nothing.
/// `total` includes subagents, whose share is told beside it. Both agents are always there. What an agent requested for
/// its own ends (titles, compactions) is in no total: `auxiliary` tells it, with a `cost` of its own, where there is
/// any.
/// A `cost` stands at the top, beside each agent's tokens and in each row: see {@link Cost}.
///
/// @param prices what costs are estimated from
public record UsageView(long asOf, By by, Prices prices, Map<Agent, Share> agents, List<Group> groups)
        implements Answer {

    /// What usage is told by.
    public enum By {
        DAY(UsageBy.TIME, "days", "date"),
        MODEL(UsageBy.MODEL, "models", "model"),
        PROJECT(UsageBy.PROJECT, "projects", "project"),
        SESSION(UsageBy.SESSION, "sessions", "session"),
        AGENT(UsageBy.AGENT, "", "");

        private final UsageBy question;
        private final String list;
        private final String name;

        By(UsageBy question, String list, String name) {
            this.question = question;
            this.list = list;
            this.name = name;
        }
    }

    /// @param total     with subagents
    /// @param subagents the part of subagents
    /// @param cost      of the total
    /// @param auxiliary what is in no total
    record Share(Tokens total, Tokens subagents, Cost cost, Tokens auxiliary, Cost auxiliaryCost) {
        static final Share NONE = new Share(Tokens.NONE, Tokens.NONE, Cost.NONE, Tokens.NONE, Cost.NONE);

        static Share of(Spender spender, Tokens tokens, Cost cost) {
            return switch (spender) {
                case MAIN -> new Share(tokens, Tokens.NONE, cost, Tokens.NONE, Cost.NONE);
                case SUBAGENT -> new Share(tokens, tokens, cost, Tokens.NONE, Cost.NONE);
                case AUXILIARY -> new Share(Tokens.NONE, Tokens.NONE, Cost.NONE, tokens, cost);
            };
        }

        Share plus(Share other) {
            return new Share(
                    total.plus(other.total),
                    subagents.plus(other.subagents),
                    cost.plus(other.cost),
                    auxiliary.plus(other.auxiliary),
                    auxiliaryCost.plus(other.auxiliaryCost));
        }
    }

    /// @param name the day, model, project or session; null when it is not told
    record Group(@Nullable String name, Map<Agent, Share> agents) {}

    public UsageView {
        groups = List.copyOf(groups);
    }

    /// Usage within `[from, to)`, epoch milliseconds; days begin at midnight of the zone.
    public static UsageView of(StoreReader store, By by, ZoneId zone, long from, long to, Prices prices, long asOf) {
        var cells = store.usageCells(by.question, from, to);
        var estimate = new Estimate(prices);
        var agents = everyAgent();
        var groups = new LinkedHashMap<String, Map<Agent, Share>>();
        var days = new Days(zone);
        for (var cell : cells) {
            var share = share(cell, estimate);
            agents.merge(cell.agent(), share, Share::plus);
            if (by == By.AGENT || by == By.DAY && cell.bucketStart() == Observation.UNTIMED) continue;
            groups.computeIfAbsent(name(by, cell, days), _ -> everyAgent()).merge(cell.agent(), share, Share::plus);
        }
        return new UsageView(asOf, by, prices, agents, groups(groups));
    }

    private static Share share(UsageCell cell, Estimate estimate) {
        return Share.of(cell.spender(), cell.tokens(), estimate.of(cell));
    }

    /// All usage by day.
    public static UsageView daily(StoreReader store, ZoneId zone, Prices prices, long asOf) {
        return of(store, By.DAY, zone, Long.MIN_VALUE, Long.MAX_VALUE, prices, asOf);
    }

    private static @Nullable String name(By by, UsageCell cell, Days days) {
        return by == By.DAY ? days.of(cell.bucketStart()) : cell.name();
    }

    private static List<Group> groups(Map<String, Map<Agent, Share>> byName) {
        var groups = new ArrayList<Group>();
        byName.forEach((name, agents) -> groups.add(new Group(name, agents)));
        return groups;
    }

    private static Map<Agent, Share> everyAgent() {
        var agents = new EnumMap<Agent, Share>(Agent.class);
        for (var agent : Agent.values()) agents.put(agent, Share.NONE);
        return agents;
    }

    /// Days of moments that mostly come in order: the zone is asked once a day, not once a moment.
    private static final class Days {
        private final ZoneId zone;
        private long from = 1;
        private long to = 0;
        private String day = "";

        Days(ZoneId zone) {
            this.zone = zone;
        }

        String of(long at) {
            if (at < from || at >= to) {
                var date = Instant.ofEpochMilli(at).atZone(zone).toLocalDate();
                from = date.atStartOfDay(zone).toInstant().toEpochMilli();
                to = date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
                day = date.toString();
            }
            return day;
        }
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        Times.write(json, "asOf", asOf);
        writeAgents(json, agents);
        cost(agents).writeWithModels(json, prices.builtIn().date());
        writeOwnPrices(json);
        if (by != By.AGENT) {
            json.writeArrayFieldStart(by.list);
            for (var group : groups) {
                json.writeStartObject();
                json.writeStringField(by.name, group.name());
                writeAgents(json, group.agents());
                cost(group.agents()).write(json, prices.builtIn().date());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static Cost cost(Map<Agent, Share> agents) {
        return agents.values().stream().map(Share::cost).reduce(Cost.NONE, Cost::plus);
    }

    private void writeOwnPrices(JsonGenerator json) throws IOException {
        var own = prices.own();
        json.writeStringField("ownPrices", own == null ? null : own.date().toString());
    }

    private void writeAgents(JsonGenerator json, Map<Agent, Share> agents) throws IOException {
        json.writeObjectFieldStart("agents");
        for (var agent : agents.entrySet()) {
            json.writeObjectFieldStart(agent.getKey().wire());
            write(json, "total", agent.getKey(), agent.getValue().total());
            write(json, "subagents", agent.getKey(), agent.getValue().subagents());
            if (agent.getValue().auxiliary().requests() > 0) writeAuxiliary(json, agent.getKey(), agent.getValue());
            agent.getValue().cost().write(json, prices.builtIn().date());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeAuxiliary(JsonGenerator json, Agent agent, Share share) throws IOException {
        begin(json, "auxiliary", agent, share.auxiliary());
        share.auxiliaryCost().write(json, prices.builtIn().date());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Agent agent, Tokens tokens) throws IOException {
        begin(json, name, agent, tokens);
        json.writeEndObject();
    }

    private static void begin(JsonGenerator json, String name, Agent agent, Tokens tokens) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("inputTokens", tokens.input());
        switch (agent) {
            case CLAUDE -> {
                json.writeNumberField("outputTokens", tokens.output());
                json.writeNumberField("cacheReadTokens", tokens.cacheRead());
                json.writeNumberField("cacheCreationTokens", tokens.cacheCreation());
                json.writeNumberField("cacheCreation5mTokens", tokens.cacheCreation() - tokens.cacheCreation1h());
                json.writeNumberField("cacheCreation1hTokens", tokens.cacheCreation1h());
            }
            case CODEX -> {
                json.writeNumberField("cachedInputTokens", tokens.cacheRead());
                json.writeNumberField("outputTokens", tokens.output());
                json.writeNumberField("reasoningTokens", tokens.reasoning());
            }
        }
        json.writeNumberField("requests", tokens.requests());
    }
}
