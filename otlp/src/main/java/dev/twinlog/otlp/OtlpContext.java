package dev.twinlog.otlp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the records of one innermost container share.
///
/// @param container where they stand
/// @param headers   what each container tells, the outermost first
record OtlpContext(Container container, List<Message> headers) {
    boolean isOf(Container other) {
        return container == other;
    }

    /// @param before of the record before, from which what is the same is taken, or null
    static OtlpContext of(Wire wire, Container container, @Nullable OtlpContext before)
            throws MalformedPayloadException {
        var headers = new ArrayList<Message>();
        for (var each = container; each != null; each = each.around()) {
            var known = before == null ? null : before.header(each);
            headers.addFirst(known == null ? wire.header(each) : known);
        }
        return new OtlpContext(container, headers);
    }

    private @Nullable Message header(Container of) {
        int at = headers.size() - 1;
        for (var each = container; each != null; each = each.around(), at--) if (each == of) return headers.get(at);
        return null;
    }

    /// The message of a field that one of the containers tells, or null.
    @Nullable
    Message message(String field) {
        for (var header : headers)
            if (header.shape().byName(field) != null && header.message(field) != null) return header.message(field);
        return null;
    }

    /// What a metric is, without its points; empty for other signals.
    List<Message> metric() {
        return headers.size() > 3 ? headers.subList(3, headers.size()) : List.of();
    }
}
