package dev.twinlog.app.daemon;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Witness;
import java.util.Map;
import java.util.TreeMap;

/// When each witness last told something of each agent, by the time that it told, since the start. Safe for use by many
/// threads.
final class LastHeard {
    private final Map<Agent, Map<Witness, Long>> times = new TreeMap<>();

    synchronized void take(Observation said) {
        if (said.at() == Observation.UNTIMED) return;
        times.computeIfAbsent(said.session().agent(), agent -> new TreeMap<>())
                .merge(said.witness(), said.at(), Math::max);
    }

    /// By the agent's and the witness' wire names, epoch milliseconds.
    synchronized Map<String, Map<String, Long>> byName() {
        var named = new TreeMap<String, Map<String, Long>>();
        times.forEach((agent, witnesses) -> {
            var of = new TreeMap<String, Long>();
            witnesses.forEach((witness, at) -> of.put(witness.wire(), at));
            named.put(agent.wire(), of);
        });
        return named;
    }
}
