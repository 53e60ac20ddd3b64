package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which message a request id belongs to. One request id never joins two messages (SPEC 3.2): it goes with the least
/// message id that claims it, and the links of the others are refused and counted.
final class RequestOwners {
    private record Claim(String request, String message) {}

    private final Map<String, String> messageOf = new HashMap<>();
    private final Set<Claim> refused = new HashSet<>();

    /// The owners by all that was heard.
    static RequestOwners of(Collection<? extends Heard> heard) {
        var owners = new RequestOwners();
        for (var each : heard) {
            if (!(each instanceof Observation said) || said.kind() != Kind.MODEL_REQUEST) continue;
            for (var request : ids(said, Alias.Type.REQUEST))
                for (var message : ids(said, Alias.Type.MESSAGE))
                    owners.messageOf.merge(request, message, (one, other) -> one.compareTo(other) <= 0 ? one : other);
        }
        return owners;
    }

    private static List<String> ids(Observation said, Alias.Type type) {
        return said.aliases().stream()
                .filter(alias -> alias.type() == type)
                .map(Alias::value)
                .toList();
    }

    /// Takes note of an observation's claim.
    ///
    /// @return false when it takes a request from the message that had it
    boolean admits(Observation said) {
        if (said.kind() != Kind.MODEL_REQUEST) return true;
        for (var request : ids(said, Alias.Type.REQUEST))
            for (var message : ids(said, Alias.Type.MESSAGE)) {
                var holder = messageOf.putIfAbsent(request, message);
                if (holder == null || holder.equals(message)) continue;
                if (message.compareTo(holder) < 0) return false;
                refused.add(new Claim(request, message));
            }
        return true;
    }

    /// The ids of an observation without those that its message may not have.
    List<Alias> aliases(Observation said) {
        if (said.kind() != Kind.MODEL_REQUEST || refused.isEmpty()) return said.aliases();
        var messages = ids(said, Alias.Type.MESSAGE);
        return said.aliases().stream()
                .filter(alias -> alias.type() != Alias.Type.REQUEST
                        || messages.stream()
                                .noneMatch(message -> refused.contains(new Claim(alias.value(), message))))
                .toList();
    }

    int refused() {
        return refused.size();
    }
}
