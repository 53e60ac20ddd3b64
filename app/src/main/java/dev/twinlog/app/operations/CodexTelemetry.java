package dev.twinlog.app.operations;

import dev.twinlog.app.Refusal;
import dev.twinlog.model.Agent;
import dev.twinlog.setup.FileTrouble;
import dev.twinlog.setup.OtlpToken;
import dev.twinlog.setup.agents.EndpointBase;
import dev.twinlog.setup.agents.EndpointBase.BadEndpointException;
import dev.twinlog.setup.agents.Objection;
import dev.twinlog.setup.agents.Setup;
import dev.twinlog.setup.agents.Setup.Action;
import dev.twinlog.setup.agents.Wanted;
import dev.twinlog.views.Answer;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Has Codex send its telemetry: `setup apply codex`, ordered at `/rpc`.
final class CodexTelemetry {
    private final OperationParts parts;

    CodexTelemetry(OperationParts parts) {
        this.parts = parts;
    }

    Answer configure(Given given) throws Refusal {
        var endpoint = endpoint(given);
        Setup.Outcome outcome;
        try {
            var token = token();
            var wanted = new Wanted(endpoint, token, false, null, given.flag("replace"), Set.of());
            outcome = new Setup(parts.folders(), parts.clock()).apply(Agent.CODEX, wanted);
        } catch (IOException e) {
            throw new Refusal(Refusal.Reason.UNABLE, FileTrouble.words(e), e);
        }
        if (outcome.action() == Action.REFUSED) throw new Refusal(Refusal.Reason.UNABLE, words(outcome));
        return new SetupAnswer(endpoint, true, List.of(outcome));
    }

    private static String words(Setup.Outcome outcome) {
        return outcome.file() + " was left as it is: "
                + here(outcome.objections().stream().map(Objection::words).collect(Collectors.joining("; ")));
    }

    /// What the command line has options for, this operation has parameters for.
    private static String here(String words) {
        return words.replace("--allow-insecure", "\"allow_insecure\": true").replace("--replace", "\"replace\": true");
    }

    private String token() throws IOException {
        Setup.makeData(parts.folders());
        return OtlpToken.of(parts.folders().data(), new SecureRandom()).reveal();
    }

    private EndpointBase endpoint(Given given) throws Refusal {
        var text = given.text("endpoint");
        if (text == null) text = parts.otlpHttp().get();
        if (text == null)
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    "Twinlog does not listen for telemetry now (`twinlog status` says why), so name the endpoint");
        try {
            return EndpointBase.of(text, given.flag("allow_insecure"));
        } catch (BadEndpointException e) {
            throw new Refusal(Refusal.Reason.WRONG_QUESTION, here(String.valueOf(e.getMessage())), e);
        }
    }
}
