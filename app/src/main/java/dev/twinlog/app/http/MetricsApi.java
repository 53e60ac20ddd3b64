package dev.twinlog.app.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.nio.charset.StandardCharsets;

/// `/metrics` for Prometheus.
final class MetricsApi extends AbstractHttpService {
    private static final MediaType TEXT = MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

    private final MetricsText metrics;
    private final Answering answering;

    MetricsApi(MetricsText metrics, Answering answering) {
        this.metrics = metrics;
        this.answering = answering;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
        return answering.answer(
                context, TEXT, out -> out.write(metrics.scrape().getBytes(StandardCharsets.UTF_8)), Api.REPLY);
    }
}
