package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.model.Agent;
import dev.twinlog.model.Alias;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.RawPlace;
import dev.twinlog.model.SessionId;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import dev.twinlog.reconcile.Auxiliary;
import dev.twinlog.reconcile.SessionState;
import dev.twinlog.store.Batch;
import dev.twinlog.store.Spender;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// For whom a request's tokens were spent, and what a witness says that it cost.
class SpentTokensTest {
    private static final SessionId SESSION = new SessionId(Agent.CLAUDE, "s");

    private static Observation request(Witness witness, Fields about, Fields usage) {
        long id = witness.ordinal() + 1L;
        return new Observation(
                id,
                SESSION,
                Kind.MODEL_REQUEST,
                List.of(new Alias(Alias.Type.REQUEST, "r")),
                null,
                witness,
                Phase.COMPLETED,
                5,
                0,
                TurnRef.UNTOLD,
                null,
                0,
                Map.of(FieldGroup.ABOUT, about, FieldGroup.USAGE, usage),
                id,
                new RawPlace(0, 0, 1));
    }

    private static Batch.Usage usage(Heard... heard) {
        var state = SessionState.settleAgain(SESSION, row -> new TreeMap<>(), List.of(heard));
        var event = state.events().iterator().next();
        var usage = EventRows.of(1, event.event(row -> new TreeMap<>()), event).usage();
        assertThat(usage).isNotNull();
        return usage;
    }

    private static Fields tokens(Object costUsd) {
        return Fields.of(Map.of("inputTokens", 7L, "outputTokens", 3L, "costUsd", costUsd));
    }

    private static final Fields MODEL = Fields.of("model", "opus");

    @Test
    void the_cost_that_telemetry_tells_is_taken_with_its_tokens_and_not_estimated() {
        var written = request(Witness.TRANSCRIPT, MODEL, Fields.of("inputTokens", 6L));
        var usage = usage(written, request(Witness.OTLP, MODEL, tokens(0.0011692)));
        assertThat(usage.input()).isEqualTo(7);
        assertThat(usage.costNanos()).isEqualTo(1_169_200L);
        assertThat(usage.spender()).isEqualTo(Spender.MAIN);
        assertThat(usage(written).costNanos()).isNull();
    }

    @Test
    void a_cost_that_cannot_be_is_not_believed() {
        assertThat(usage(request(Witness.OTLP, MODEL, tokens(-0.1))).costNanos())
                .isNull();
        assertThat(usage(request(Witness.OTLP, MODEL, tokens(1e300))).costNanos())
                .isNull();
        assertThat(usage(request(Witness.OTLP, MODEL, tokens("much"))).costNanos())
                .isNull();
        assertThat(usage(request(Witness.OTLP, MODEL, tokens(0.0))).costNanos()).isZero();
    }

    @Test
    void a_request_of_claude_code_for_itself_is_auxiliary() {
        var about = Fields.of(Auxiliary.QUERY_SOURCE, "generate_session_title");
        var usage = usage(request(Witness.OTLP, about, tokens(0.5)));
        assertThat(usage.spender()).isEqualTo(Spender.AUXILIARY);
        assertThat(usage.costNanos()).isEqualTo(500_000_000L);
    }
}
