package dev.twinlog.app.daemon;

import static dev.twinlog.app.operations.FollowedSwitch.Which.INGEST;
import static dev.twinlog.app.operations.FollowedSwitch.Which.KILL_SWITCH;

import dev.twinlog.app.Addresses;
import dev.twinlog.app.Answers;
import dev.twinlog.app.daemon.facts.Controls;
import dev.twinlog.app.http.RpcMethod;
import dev.twinlog.app.operations.FollowedSwitch;
import dev.twinlog.app.operations.OperationParts;
import dev.twinlog.app.operations.Operations;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Redactor;
import dev.twinlog.setup.Folders;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What operators use of a running daemon: the operations at `/rpc`, their acts in the journal, and the kill switch,
/// which follows the config.
final class OperatorDoor implements AutoCloseable {
    /// How often the file of settings is looked at.
    static final Duration LOOKS = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(OperatorDoor.class);

    private final Engine engine;
    private final FollowedSwitch killSwitch;
    private final FollowedSwitch ingest;
    private final Map<String, RpcMethod> methods;
    private final Periodic looking = new Periodic(Thread.ofPlatform().daemon().name("switches"), this::look);

    /// @param engine      that is started
    /// @param environment the variables of the process
    OperatorDoor(
            Engine engine,
            Answers answers,
            Folders folders,
            Map<String, String> environment,
            Supplier<Addresses> addresses) {
        this.engine = engine;
        var sidecar = Objects.requireNonNull(engine.witnesses().sidecar(), "the engine is not started");
        var settings = engine.settings();
        this.killSwitch = new FollowedSwitch(
                KILL_SWITCH, folders, environment, settings.stream().killSwitch(), sidecar::killSwitch, this::note);
        this.ingest =
                new FollowedSwitch(INGEST, folders, environment, settings.autoIngest(), engine::ingest, this::note);
        this.methods = Operations.methods(new OperationParts(
                sidecar,
                answers,
                killSwitch,
                ingest,
                this::note,
                folders,
                environment,
                () -> addresses.get().otlpHttp(),
                new Redactor(ReadingCounter.NONE)::redact,
                engine.clock()));
    }

    /// For {@link dev.twinlog.app.http.PageServer}, by name.
    Map<String, RpcMethod> methods() {
        return methods;
    }

    void start() {
        looking.start();
    }

    private Duration look() {
        try {
            killSwitch.look();
            ingest.look();
        } catch (RuntimeException e) {
            LOG.warn("the switches in the config could not be looked at: {}", e.getMessage(), e);
        }
        return LOOKS;
    }

    /// Keeps an operator's act.
    private void note(String act, String by) {
        LOG.info("operator: {} (by {})", act, by);
        try {
            engine.tell(Controls.OPERATOR, Map.of("act", act, "by", by));
        } catch (IOException e) {
            LOG.warn("the operator's act {} could not be journaled: {}", act, e.getMessage());
        }
    }

    @Override
    public void close() {
        looking.close();
    }
}
