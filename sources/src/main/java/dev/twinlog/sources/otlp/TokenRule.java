package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import dev.twinlog.otlp.OtlpRequest.Token;
import io.netty.util.AsciiString;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What token requests must show (SPEC 11): as `authorization: Bearer TOKEN` or `x-twinlog-token: TOKEN`;
/// over gRPC the same words are metadata.
///
/// @param required whether a request without the right one is refused; else it is only marked
/// @param matches  whether this is the token; must take the same time however much of it is right
public record TokenRule(boolean required, Predicate<String> matches) {
    static final AsciiString HEADER = HttpHeaderNames.of("x-twinlog-token");
    private static final String BEARER = "bearer ";

    Token of(RequestHeaders headers) {
        var own = headers.get(HEADER);
        var authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (own == null && authorization == null) return Token.ABSENT;
        return fits(own) || fits(bearer(authorization)) ? Token.VALID : Token.INVALID;
    }

    private boolean fits(@Nullable String shown) {
        return shown != null && matches.test(shown.strip());
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || authorization.length() < BEARER.length()) return null;
        var scheme = authorization.substring(0, BEARER.length()).toLowerCase(Locale.ROOT);
        return scheme.equals(BEARER) ? authorization.substring(BEARER.length()) : null;
    }
}
