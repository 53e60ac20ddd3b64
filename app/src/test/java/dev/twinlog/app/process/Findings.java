package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.corpus.CorpusTruth;
import java.util.HashSet;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a household's Twinlog answers about a corpus.
///
/// @param needles the number of events in which each was found
record Findings(
        CorpusTruth.Amounts claude, CorpusTruth.Amounts codex, SortedMap<String, Integer> needles, String digest) {

    static Findings of(Household household, CorpusTruth truth) {
        var verify = household.run("verify", "--json");
        assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
        return new Findings(
                amounts(household, "claude", truth.claude()),
                amounts(household, "codex", truth.codex()),
                needles(household, truth),
                verify.json().at("digest").text());
    }

    /// What must be found, whatever the digest.
    void equal(CorpusTruth truth) {
        assertThat(claude).isEqualTo(truth.claude());
        assertThat(codex).isEqualTo(truth.codex());
        assertThat(needles).isEqualTo(truth.needles());
    }

    private static CorpusTruth.Amounts amounts(Household household, String agent, CorpusTruth.Amounts wanted) {
        var sessions = household.ask("sessions").elements().stream()
                .filter(session -> session.at("agent").text().equals(agent))
                .toList();
        var total = household.ask("usage").at("agents", agent, "total");
        var tokens = new TreeMap<String, Long>();
        for (var name : wanted.tokens().keySet())
            tokens.put(name, total.at(name).number());
        return new CorpusTruth.Amounts(
                sessions.size(),
                sessions.stream().mapToLong(one -> one.at("messages").number()).sum(),
                sessions.stream().mapToLong(one -> one.at("toolCalls").number()).sum(),
                sessions.stream().mapToLong(one -> one.at("prompts").number()).sum(),
                tokens);
    }

    private static SortedMap<String, Integer> needles(Household household, CorpusTruth truth) {
        var found = new TreeMap<String, Integer>();
        for (var needle : truth.needles().keySet()) {
            var places = new HashSet<String>();
            for (var hit : household.ask("search", needle).elements())
                assertThat(places.add(hit.at("event").text()))
                        .as(needle + " twice")
                        .isTrue();
            found.put(needle, places.size());
        }
        return found;
    }
}
