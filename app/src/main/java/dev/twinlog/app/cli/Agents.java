package dev.twinlog.app.cli;

import dev.twinlog.model.Agent;
import java.util.Arrays;
import java.util.List;

/// The agents, as options name them.
final class Agents {
    static final List<String> NAMES =
            Arrays.stream(Agent.values()).map(Agent::wire).toList();

    private Agents() {}
}
