package dev.twinlog.readers.otlp;

import dev.twinlog.otlp.Encoding;
import dev.twinlog.otlp.MalformedPayloadException;
import dev.twinlog.otlp.ProtobufTexts;
import dev.twinlog.otlp.Signal;
import dev.twinlog.readers.RawRedactor;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.Redactor;

/// Takes secrets out of the bodies of requests, by the rules by which texts that are read lose them; a body stays a
/// body of its encoding, and holds the same records. Pure but for the counter.
public final class TelemetryRedactor {
    private final Redactor texts;
    private final RawRedactor json;

    /// @param counter hears of each secret, as `redacted/KIND`
    public TelemetryRedactor(ReadingCounter counter) {
        this.texts = new Redactor(counter);
        this.json = new RawRedactor(counter);
    }

    /// A body without secrets; the same array when there are none in it.
    ///
    /// @throws MalformedPayloadException when it is no protobuf of this signal
    public byte[] redact(Signal signal, Encoding encoding, byte[] body) throws MalformedPayloadException {
        return switch (encoding) {
            case JSON -> json.line(body, 0, body.length);
            case PROTOBUF -> ProtobufTexts.map(signal, body, texts::redact);
        };
    }
}
