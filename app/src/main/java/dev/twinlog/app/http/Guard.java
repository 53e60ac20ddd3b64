package dev.twinlog.app.http;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.twinlog.setup.PageToken;
import io.netty.util.AsciiString;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may come in: nobody under a foreign name (DNS rebinding), no foreign page, and for all but the bare
/// health status only who shows the token. Stands before every route, also those that do not exist.
final class Guard implements DecoratingHttpServiceFunction {
    /// Routes that tell nothing but that somebody is there.
    private static final Set<String> OPEN = Set.of("/healthz", "/readyz");

    private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String BEARER = "Bearer ";

    private final PageToken token;

    Guard(PageToken token) {
        this.token = token;
    }

    @Override
    public HttpResponse serve(HttpService next, ServiceRequestContext context, HttpRequest request) throws Exception {
        if (isTwice(request, HttpHeaderNames.HOST) || isTwice(request, HttpHeaderNames.ORIGIN))
            return Replies.error(HttpStatus.BAD_REQUEST, "Host and Origin may be given once");
        if (!isOwnHost(request.authority(), port(context))) return Replies.error(HttpStatus.FORBIDDEN, "foreign Host");
        var origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin != null && !isOwnOrigin(origin, port(context))) {
            return Replies.error(HttpStatus.FORBIDDEN, "foreign Origin");
        }
        if (OPEN.contains(context.path()) || showsToken(context, request)) return next.serve(context, request);
        return Replies.error(HttpStatus.UNAUTHORIZED, "a token is needed: open the address that `twinlog up` printed");
    }

    private static boolean isTwice(HttpRequest request, AsciiString header) {
        return request.headers().getAll(header).size() > 1;
    }

    private static int port(ServiceRequestContext context) {
        return context.localAddress().getPort();
    }

    private static boolean isOwnHost(@Nullable String host, int port) {
        if (host == null) return false;
        int colon = host.lastIndexOf(':');
        return colon > 0
                && OWN_NAMES.contains(host.substring(0, colon))
                && host.substring(colon + 1).equals(Integer.toString(port));
    }

    private static boolean isOwnOrigin(String origin, int port) {
        var scheme = "http://";
        return origin.startsWith(scheme) && isOwnHost(origin.substring(scheme.length()), port);
    }

    /// The name of our cookie. Browsers keep cookies by host, not by port, so two daemons would overwrite one
    /// another's.
    static String cookieName(int port) {
        return "twinlog_" + port;
    }

    private boolean showsToken(ServiceRequestContext context, HttpRequest request) {
        var authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return token.matches(authorization.substring(BEARER.length()).strip());
        }
        var query = request.method() == HttpMethod.GET ? context.queryParam("token") : null;
        if (query != null) return token.matches(query);
        var name = cookieName(port(context));
        return request.headers().cookies().stream()
                .filter(cookie -> cookie.name().equals(name))
                .map(Cookie::value)
                .anyMatch(token::matches);
    }
}
