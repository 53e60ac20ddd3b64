package dev.twinlog.sources.otlp;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps web pages out, on every path: a browser that was led here by a name of somebody else (DNS
/// rebinding) tells a foreign Host, and one that posts from any page tells its Origin. The port is left
/// open, since it may be forwarded.
final class Strangers {
    private static final Pattern OWN_HOST = Pattern.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

    private Strangers() {}

    static void refuse(HttpRequest request) throws Refused {
        if (request.headers().contains(HttpHeaderNames.ORIGIN))
            throw new Refused(Reason.FOREIGN, "web pages may not send telemetry here");
        if (request.headers().getAll(HttpHeaderNames.HOST).size() > 1)
            throw new Refused(Reason.FOREIGN, "Host may be given once");
        if (!isOwn(request.authority()))
            throw new Refused(Reason.FOREIGN, "foreign Host: send telemetry to http://127.0.0.1");
    }

    private static boolean isOwn(@Nullable String host) {
        return host != null && OWN_HOST.matcher(host).matches();
    }
}
