package dev.twinlog.app.doctor;

import dev.twinlog.app.doctor.Circumstances.AgentFacts;
import dev.twinlog.app.doctor.Circumstances.Other;
import dev.twinlog.app.doctor.Circumstances.Scope;
import dev.twinlog.app.doctor.Finding.State;
import dev.twinlog.model.Agent;
import dev.twinlog.setup.agents.EndpointBase;
import dev.twinlog.setup.agents.EndpointBase.BadEndpointException;
import dev.twinlog.setup.agents.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What keeps one agent from being heard. Pure.
final class AgentDiagnosis {
    /// Agents export each few seconds: where transcripts come alone for longer than this, telemetry does not come.
    static final Duration TELEMETRY_LATE = Duration.ofMinutes(2);

    private static final String NONE = "none";
    private static final String LOGS = "logs";
    private static final String TRACES = "traces";
    private static final Pattern SECRET_PARTS = Pattern.compile("(?<=//)[^/@]*@|\\?.*");

    private final AgentFacts agent;
    private final Circumstances facts;
    private final LongFunction<String> time;
    private final String name;
    private final String apply;
    private final List<Finding> findings = new ArrayList<>();

    private AgentDiagnosis(AgentFacts agent, Circumstances facts, LongFunction<String> time) {
        this.agent = agent;
        this.facts = facts;
        this.time = time;
        this.name = agent.agent().wire();
        this.apply = "twinlog setup apply " + name;
    }

    /// @param time how epoch milliseconds are written
    static List<Finding> of(AgentFacts agent, Circumstances facts, LongFunction<String> time) {
        var diagnosis = new AgentDiagnosis(agent, facts, time);
        diagnosis.found();
        var setup = diagnosis.setup();
        diagnosis.findings.add(setup);
        diagnosis.overrides();
        diagnosis.arriving(setup.state());
        return List.copyOf(diagnosis.findings);
    }

    private void add(String check, State state, String what, @Nullable String next) {
        findings.add(new Finding(check + "." + name, state, what, next));
    }

    private void found() {
        if (agent.binary() != null) add("agent", State.OK, "found at " + agent.binary(), null);
        else if (agent.isThere())
            add("agent", State.CANNOT_TELL, "its folder is there, but no `" + name + "` on the PATH", null);
        else add("agent", State.CANNOT_TELL, "not found: neither its folder nor `" + name + "` on the PATH", null);
    }

    private Finding finding(State state, String what, @Nullable String next) {
        return new Finding("setup." + name, state, what, next);
    }

    private Finding setup() {
        var told = agent.told();
        var readable = told.readable();
        if (readable != null) return finding(State.PROBLEM, readable, "mend the file, then `" + apply + "`");
        var logs = told.bases().get(LOGS);
        if (logs == null || logs.equals(NONE))
            return finding(
                    agent.isThere() || agent.binary() != null ? State.PROBLEM : State.CANNOT_TELL,
                    agent.file() + (logs == null ? " does not send telemetry" : " has telemetry switched off"),
                    agent.isThere() || agent.binary() != null ? apply : null);
        var foreign = foreign();
        if (foreign != null)
            return finding(State.WARNING, agent.file() + " sends telemetry elsewhere: " + foreign, toHere());
        if (!told.own().isEmpty())
            return finding(
                    State.WARNING,
                    agent.file() + " has variables of one signal, which are stronger than what set-up wrote: "
                            + words(told),
                    apply + " --replace, which takes them out");
        var port = Objects.requireNonNull(base(logs)).port();
        if (facts.door().port() != 0 && port != facts.door().port())
            return finding(
                    State.PROBLEM,
                    agent.file() + " sends telemetry to port " + port + ", and Twinlog listens at "
                            + facts.door().port(),
                    toHere());
        return whole(logs);
    }

    /// Where the logs go when it is no port of this machine over HTTP; null: it is.
    private @Nullable String foreign() {
        var logs = agent.told().bases().get(LOGS);
        if (logs == null || logs.equals(NONE)) return null;
        var base = base(logs);
        return base != null && base.isLoopback() ? null : where(logs);
    }

    private static String where(String told) {
        if (told.equals("?")) return "no OTLP over HTTP";
        return "to " + bare(told);
    }

    /// What `apply` itself led elsewhere it leads back; what the user did it replaces only when that is asked.
    private String toHere() {
        var logs = agent.told().bases().get(LOGS);
        return agent.ours().contains(logs == null ? "" : logs)
                ? apply + ", which leads it back here"
                : apply + " --replace, if Twinlog is to hear it";
    }

    /// An endpoint without what is nobody's business.
    private static String bare(String endpoint) {
        return SECRET_PARTS.matcher(endpoint).replaceAll("");
    }

    private Finding whole(String logs) {
        if (!logs.equals(agent.told().bases().get(TRACES)))
            return finding(
                    State.WARNING,
                    agent.file() + " sends logs, but not its traces, which say to which turn they belong",
                    apply);
        var token = facts.token();
        if (token != null && !token.equals(agent.told().token()))
            return finding(
                    State.WARNING,
                    agent.file() + " sends telemetry without this Twinlog's token: it is kept, but marked, and with"
                            + " otlp.token = \"required\" refused",
                    apply);
        return finding(State.OK, agent.file() + " sends telemetry to " + logs, null);
    }

    /// Whether telemetry that goes there is heard by this Twinlog.
    private boolean isHere(String where) {
        var base = base(where);
        return base != null && base.isLoopback() && base.port() == facts.door().port();
    }

    private static @Nullable EndpointBase base(String text) {
        try {
            return EndpointBase.of(text, true);
        } catch (BadEndpointException e) {
            return null;
        }
    }

    /// Claude Code alone takes settings from more places.
    private void overrides() {
        if (agent.agent() != Agent.CLAUDE) return;
        int before = findings.size();
        agent.stronger().forEach(this::override);
        if (findings.size() == before) add("overrides", State.OK, "nothing overrides these settings", null);
    }

    private void override(Other other) {
        var told = other.told();
        if (told.readable() != null) {
            add("overrides", State.WARNING, told.readable(), "mend it: nobody can tell what Claude Code makes of it");
            return;
        }
        switch (other.scope()) {
            case MANAGED -> managed(other);
            case PROJECT, ENVIRONMENT -> {
                if (!ofOneSignal(other) && isUntold(told) && !isSame(told))
                    add(
                            "overrides",
                            State.WARNING,
                            other.place() + " says of telemetry what your settings do not: " + words(told),
                            apply + ", whose settings are stronger");
            }
        }
    }

    private void managed(Other other) {
        var told = other.told();
        if (isSame(told) && harmless(told)) return;
        boolean off = told.bases().containsValue(NONE);
        add(
                "overrides",
                State.PROBLEM,
                "the administrator's settings " + other.place()
                        + (off ? " switch telemetry off" : " send telemetry elsewhere") + ", whatever yours say: "
                        + words(told),
                "ask who manages this machine; Twinlog still reads the transcripts");
    }

    /// Whether a place says the same as the user's settings, or leads here as well.
    private boolean isSame(Telemetry told) {
        var users = agent.told().bases();
        return told.bases().entrySet().stream()
                .allMatch(signal -> signal.getValue().equals(users.get(signal.getKey())) || isHere(signal.getValue()));
    }

    /// Whether it speaks of a signal of which the user's settings say nothing.
    private boolean isUntold(Telemetry told) {
        return !agent.told().bases().keySet().containsAll(told.bases().keySet());
    }

    /// Variables of one signal that the user's settings do not have are stronger than the general ones there.
    private boolean ofOneSignal(Other other) {
        var own = new TreeMap<>(other.told().own());
        own.keySet().removeAll(agent.told().own().keySet());
        own.entrySet().removeIf(this::isHarmless);
        if (own.isEmpty()) return false;
        var names = String.join(" ", own.keySet());
        boolean astray = own.keySet().stream().anyMatch(variable -> variable.endsWith("_ENDPOINT"));
        if (other.scope() == Scope.ENVIRONMENT)
            add(
                    "overrides",
                    astray ? State.PROBLEM : State.WARNING,
                    other.place() + " has variables of one signal, which are stronger than what set-up wrote: "
                            + words(own),
                    "unset " + names + ", also where your shell sets it, and start claude anew");
        else
            add(
                    "overrides",
                    State.WARNING,
                    other.place() + " has variables of one signal: " + words(own)
                            + ". Claude Code 2.1 ignores them in a" + " project, and says so",
                    "take them out of its `env`");
        return true;
    }

    private boolean harmless(Telemetry told) {
        return told.own().entrySet().stream().allMatch(this::isHarmless);
    }

    /// Whether a variable of one signal changes nothing: it leads to the same door, over HTTP.
    private boolean isHarmless(java.util.Map.Entry<String, String> variable) {
        var name = variable.getKey();
        var value = variable.getValue();
        if (name.endsWith("_PROTOCOL")) return value.startsWith("http/");
        if (!name.endsWith("_ENDPOINT")) return false;
        var signal = name.substring("OTEL_EXPORTER_OTLP_".length(), name.length() - "_ENDPOINT".length());
        var path = "/v1/" + signal.toLowerCase(java.util.Locale.ROOT);
        return value.endsWith(path) && isHere(value.substring(0, value.length() - path.length()));
    }

    /// `logs and traces to http://c, metrics off; OTEL_… is …`.
    private static String words(Telemetry told) {
        var where = new TreeMap<String, List<String>>();
        new TreeMap<>(told.bases())
                .forEach((signal, base) -> where.computeIfAbsent(
                                base.equals(NONE)
                                        ? "off"
                                        : base.equals("?") ? "sent, no endpoint told" : "to " + bare(base),
                                _ -> new ArrayList<>())
                        .add(signal));
        var words = where.entrySet().stream()
                .map(place -> String.join(" and ", place.getValue()) + " " + place.getKey())
                .collect(Collectors.joining(", "));
        if (told.own().isEmpty()) return words;
        return (words.isEmpty() ? "" : words + "; ") + words(new TreeMap<>(told.own()));
    }

    private static String words(TreeMap<String, String> variables) {
        return variables.entrySet().stream()
                .map(variable ->
                        variable.getKey() + (variable.getValue().isEmpty() ? "" : "=" + bare(variable.getValue())))
                .collect(Collectors.joining(", "));
    }

    private void arriving(State setup) {
        var check = "arriving";
        var heard = agent.heard();
        var otlp = heard.otlp();
        var alone = heard.aloneSince();
        var foreign = foreign();
        if (otlp != null && alone == null) {
            add(check, State.OK, "telemetry was last heard " + time.apply(otlp), null);
        } else if (foreign != null) {
            add(check, State.CANNOT_TELL, "it sends its telemetry elsewhere: " + foreign, null);
        } else if (setup == State.PROBLEM || setup == State.CANNOT_TELL) {
            add(check, State.CANNOT_TELL, "it is not set up to send telemetry here", null);
        } else if (heard.transcript() == null || alone == null) {
            add(check, State.CANNOT_TELL, "nothing was heard of it yet", "use it, then ask again");
        } else if (agent.since() != null && heard.transcript() < agent.since()) {
            add(check, State.CANNOT_TELL, "no session went on since it was set up", "use it, then ask again");
        } else {
            alone(heard.transcript(), otlp, alone);
        }
    }

    private void alone(long transcript, @Nullable Long otlp, long alone) {
        long from = agent.since() == null ? alone : Math.max(alone, agent.since());
        boolean late = facts.now() - from > TELEMETRY_LATE.toMillis();
        findings.add(new Finding(
                "arriving." + name,
                late ? State.PROBLEM : State.CANNOT_TELL,
                "its transcripts were heard " + time.apply(transcript) + ", its telemetry "
                        + (otlp == null ? "never" : "last " + time.apply(otlp)) + (late ? "" : ": it may still come"),
                late
                        ? "start " + name + " anew, since it reads its settings when it starts; look too"
                                + " whether it was started with other settings (--setting-sources, another home)"
                        : "ask again in " + TELEMETRY_LATE.toMinutes() + " minutes"));
    }
}
