package dev.twinlog.sources.appserver;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Where a sign-in may lead (SPEC 5.5): https to the hosts named in the settings; http only to loopback hosts that are
/// named there as `http://HOST:PORT`. An own port of https has to be named too: `HOST:PORT`.
record LoginHosts(List<String> allowed) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    LoginHosts {
        allowed = allowed.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    boolean allows(String url) {
        try {
            var uri = new URI(url);
            if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getScheme() == null) return false;
            var host = uri.getHost().toLowerCase(Locale.ROOT);
            var place = uri.getPort() < 0 ? host : host + ":" + uri.getPort();
            return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
                case "https" -> secure(host, place, uri.getPort());
                case "http" -> LOOPBACK.contains(host) && allowed.contains("http://" + place);
                default -> false;
            };
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private boolean secure(String host, String place, int port) {
        boolean usual = port < 0 || port == 443;
        return (usual && (allowed.contains(host) || allowed.contains("https://" + host)))
                || allowed.contains(place)
                || allowed.contains("https://" + place);
    }

    /// The URL's scheme and host, to be named when it is refused: what follows may be a secret.
    static String named(String url) {
        int slashes = url.indexOf("://");
        int end = slashes < 0 ? -1 : url.indexOf('/', slashes + 3);
        var named = end < 0 ? url : url.substring(0, end);
        return named.length() > 100 ? named.substring(0, 100) + "…" : named;
    }
}
