package dev.twinlog.reconcile;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Link;
import dev.twinlog.model.Observation;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SequenceSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.Unknown;
import dev.twinlog.model.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which message a request id belongs to. One request id never joins two messages (SPEC 3.2): it goes with
/// the least message id that claims it, and the links of the others are refused and counted.
final class RequestOwners {
    private record Claim(String request, String message) {}

    private final Map<String, String> messageOf = new HashMap<>();
    private final Set<Claim> refused = new HashSet<>();

    /// The owners by all that was heard.
    static RequestOwners of(Collection<? extends Heard> heard) {
        var owners = new RequestOwners();
        for (var each : heard)
            for (var claim : claims(each))
                owners.messageOf.merge(
                        claim.request, claim.message, (one, other) -> one.compareTo(other) <= 0 ? one : other);
        return owners;
    }

    private static List<Claim> claims(Heard heard) {
        return switch (heard) {
            case Observation said -> claims(said.kind(), said.aliases());
            case Link link -> claims(link.kind(), List.of(link.one(), link.other()));
            case RecordSeen _, SequenceSeen _, SessionFact _, Unknown _, Unreadable _ -> List.of();
        };
    }

    private static List<Claim> claims(Kind kind, List<Alias> aliases) {
        if (kind != Kind.MODEL_REQUEST || aliases.size() < 2) return List.of();
        var claims = new ArrayList<Claim>(1);
        for (var request : aliases) {
            if (request.type() != Alias.Type.REQUEST) continue;
            for (var message : aliases)
                if (message.type() == Alias.Type.MESSAGE) claims.add(new Claim(request.value(), message.value()));
        }
        return claims;
    }

    /// Takes note of the claims of an observation or link.
    ///
    /// @return false when it takes a request from the message that had it
    boolean admits(Heard heard) {
        for (var claim : claims(heard)) {
            var holder = messageOf.putIfAbsent(claim.request, claim.message);
            if (holder == null || holder.equals(claim.message)) continue;
            if (claim.message.compareTo(holder) < 0) return false;
            refused.add(claim);
        }
        return true;
    }

    /// Whether a link joins a request to a message that may not have it.
    boolean refuses(Link link) {
        return claims(link).stream().anyMatch(refused::contains);
    }

    /// The ids of an observation without those that its message may not have.
    List<Alias> aliases(Observation said) {
        if (refused.isEmpty()) return said.aliases();
        var claims = claims(said);
        if (claims.stream().noneMatch(refused::contains)) return said.aliases();
        return said.aliases().stream()
                .filter(alias -> alias.type() != Alias.Type.REQUEST
                        || claims.stream()
                                .noneMatch(claim -> claim.request.equals(alias.value()) && refused.contains(claim)))
                .toList();
    }

    int refused() {
        return refused.size();
    }
}
