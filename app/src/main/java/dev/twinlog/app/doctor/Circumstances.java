package dev.twinlog.app.doctor;

import dev.twinlog.model.Agent;
import dev.twinlog.setup.agents.Telemetry;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The facts that a diagnosis is made from. Times are epoch milliseconds.
///
/// @param token   what agents should send; null: none was made yet
/// @param exposed files and folders of ours that others can read, with their modes
/// @param newest  the newest time that a record tells; null: nothing was heard, or nobody tells
/// @param refused requests of telemetry that the daemon has refused since it started, by its word for the reason
public record Circumstances(
        long now,
        Door door,
        List<AgentFacts> agents,
        @Nullable String token,
        @Nullable Disk disk,
        List<String> exposed,
        @Nullable Long newest,
        SortedMap<String, Long> refused) {
    public Circumstances {
        agents = List.copyOf(agents);
        exposed = List.copyOf(exposed);
        refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }

    /// The daemon, and its door for OTLP over HTTP.
    ///
    /// @param running   whether a daemon holds the data folder
    /// @param answering whether it tells its status
    /// @param reason    why it does not listen, in its own words; null: it says nothing
    /// @param wanted    the port of the settings; 0: any
    /// @param open      the port that it listens at; null: it does not
    /// @param holder    who else listens at the wanted port; null: nobody, or not known
    public record Door(
            boolean running,
            boolean answering,
            @Nullable String reason,
            int wanted,
            @Nullable Integer open,
            @Nullable String holder) {
        /// Where agents should send to; 0: not known.
        int port() {
            return open == null ? wanted : open;
        }
    }

    /// An agent.
    ///
    /// @param binary     the first on the PATH; null: there is none
    /// @param isThere    whether its folder is
    /// @param file       of its settings
    /// @param told       what that says
    /// @param since      when it was last written; null: it is not there
    /// @param stronger   what else says something about telemetry
    /// @param ours       bases that Twinlog itself has written there
    /// @param heard      when it was heard
    public record AgentFacts(
            Agent agent,
            @Nullable Path binary,
            boolean isThere,
            Path file,
            Telemetry told,
            @Nullable Long since,
            List<Other> stronger,
            Set<String> ours,
            LastHeard heard) {
        public AgentFacts {
            stronger = List.copyOf(stronger);
            ours = Set.copyOf(ours);
        }
    }

    /// When an agent was heard; null: never, or nobody tells.
    ///
    /// @param transcript when its transcripts last told what happened just then
    /// @param otlp       when its telemetry last came
    /// @param aloneSince since when transcripts come and telemetry does not; null: it does
    public record LastHeard(
            @Nullable Long transcript,
            @Nullable Long otlp,
            @Nullable Long aloneSince) {}

    /// Another place that says something about telemetry.
    ///
    /// @param place the file, or `the environment`
    public record Other(Scope scope, String place, Telemetry told) {}

    /// How strong a place is beside the user's settings.
    public enum Scope {
        /// Stronger than the user's settings.
        MANAGED,
        /// May switch off what the user's settings do not name.
        PROJECT,
        /// Counts where the user's settings say nothing.
        ENVIRONMENT
    }

    /// @param free  bytes
    /// @param floor bytes below which capture stops
    public record Disk(Path folder, long free, long floor) {}
}
