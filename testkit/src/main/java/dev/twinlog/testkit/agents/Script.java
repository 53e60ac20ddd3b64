package dev.twinlog.testkit.agents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a model answers: by the last marker `[S:name]` of the user's texts the answers of that name, by the number of
/// model answers after it which of them. The last answer is given again when more is asked.
public record Script(Map<String, List<Step>> steps) {
    private static final Pattern MARKER = Pattern.compile("\\[S:(\\w+)]");

    public Script {
        steps = Map.copyOf(steps);
    }

    /// What requests for the same place in a conversation meet, one after the other; the last one again and again.
    public record Step(List<Attempt> attempts) {
        public Step {
            attempts = List.copyOf(attempts);
        }

        Attempt attempt(int number) {
            return attempts.get(Math.min(number, attempts.size() - 1));
        }
    }

    /// A script without names.
    public static Script empty() {
        return new Script(Map.of());
    }

    /// This script with answers of one more name.
    public Script with(String name, Attempt... answers) {
        var each = new ArrayList<Step>();
        for (var answer : answers) each.add(new Step(List.of(answer)));
        return withSteps(name, each);
    }

    /// This script with answers of one more name, of which each may be refused some times before.
    public Script withSteps(String name, List<Step> of) {
        var all = new LinkedHashMap<>(steps);
        all.put(name, List.copyOf(of));
        return new Script(all);
    }

    /// The last marker's name in a text.
    public static Optional<String> lastMarker(String text) {
        return MARKER.matcher(text).results().map(found -> found.group(1)).reduce((earlier, last) -> last);
    }

    /// The step of a place. Fails when the script does not know the name.
    Step step(Place place) {
        var of = steps.get(place.marker());
        if (of == null) throw new IllegalArgumentException("no script for [S:" + place.marker() + "]");
        return of.get(Math.min(place.step(), of.size() - 1));
    }

    /// A place in a conversation.
    ///
    /// @param marker the name of the last marker
    /// @param step how many answers came after it
    public record Place(String marker, int step) {}
}
