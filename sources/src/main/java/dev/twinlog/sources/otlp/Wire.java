package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.HttpResponse;
import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.OtlpPayload;
import dev.twinlog.otlp.Signal;

/// How a request came, and so how it is answered.
sealed interface Wire permits HttpWire, GrpcWire {
    Encoding encoding();

    /// The answer to a request that is kept.
    HttpResponse accepted(Signal signal, OtlpPayload.Tally tally);

    HttpResponse refused(Reason reason, String message);
}
