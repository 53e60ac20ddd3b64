package dev.twinlog.app.metrics;

import dev.twinlog.app.Refusal;
import dev.twinlog.views.StatusView;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The status as metrics, in the text format of Prometheus
/// (https://prometheus.io/docs/instrumenting/exposition_formats/), with those of the Java machine beside it. Nothing of
/// it is there before the first scrape, since most installations are never scraped. Safe for use by many threads.
public final class Metrics implements AutoCloseable {
    /// Asks how well Twinlog captures.
    @FunctionalInterface
    public interface Asking {
        StatusView status() throws Refusal, IOException;
    }

    private final Asking asking;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable PrometheusMeterRegistry registry;
    private @Nullable JvmGcMetrics collections;
    private boolean closed;

    public Metrics(Asking asking) {
        this.asking = asking;
    }

    /// All metrics as they are now.
    ///
    /// @throws Refusal when the status cannot be told
    public String scrape() throws Refusal, IOException {
        lock.lock();
        try {
            if (closed) throw new Refusal(Refusal.Reason.UNABLE, "Twinlog is stopping");
            return registry().scrape();
        } catch (Unanswered e) {
            throw e.refusal;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            lock.unlock();
        }
    }

    private PrometheusMeterRegistry registry() {
        if (registry != null) return registry;
        var made = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        made.getPrometheusRegistry().register((MultiCollector) this::collect);
        new JvmMemoryMetrics().bindTo(made);
        new JvmThreadMetrics().bindTo(made);
        new ProcessorMetrics().bindTo(made);
        new UptimeMetrics().bindTo(made);
        collections = new JvmGcMetrics();
        collections.bindTo(made);
        registry = made;
        return made;
    }

    private MetricSnapshots collect() {
        try {
            return StatusMetrics.of(asking.status());
        } catch (Refusal e) {
            throw new Unanswered(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Carries a refusal through a collector.
    private static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final Refusal refusal;

        Unanswered(Refusal refusal) {
            super(refusal);
            this.refusal = refusal;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (collections != null) collections.close();
            if (registry != null) registry.close();
        } finally {
            lock.unlock();
        }
    }
}
