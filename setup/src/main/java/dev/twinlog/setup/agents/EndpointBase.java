package dev.twinlog.setup.agents;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where telemetry goes, without the paths of the signals: `http` or `https`, a host, and an optional
/// port. Agents are told the paths too, since Codex takes what it is given as it is.
public final class EndpointBase {
    /// Longer ones are refused.
    public static final int CHARACTERS_MAX = 2_048;

    private static final int PORT_MAX = 65_535;

    private final URI uri;

    private EndpointBase(URI uri) {
        this.uri = uri;
    }

    /// What an endpoint must keep. Checked in this order; the first that is broken is told.
    public enum Rule {
        LENGTH("an endpoint has at most " + CHARACTERS_MAX + " characters"),
        WHITE_SPACE("an endpoint has no white space and no control characters"),
        SCHEME("an endpoint begins with http:// or https://"),
        HOST("an endpoint names a host, as 127.0.0.1, [::1] or collector.example.com"),
        USER_INFO("an endpoint has no user and no password before the host"),
        PORT("the port of an endpoint is a number from 1 to " + PORT_MAX + ", or left out with its colon"),
        FRAGMENT("an endpoint has no fragment: take `#` and all behind it away"),
        QUERY("an endpoint has no query: take `?` and all behind it away"),
        PATH("an endpoint is a base without a path, also without a last `/`: the signals' paths are added"),
        INSECURE("http to a host that is not this machine sends prompts and code in clear: use https, or say"
                + " --allow-insecure");

        private final String words;

        Rule(String words) {
            this.words = words;
        }

        /// The name of the rule in answers: `white_space`, `insecure`, …
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// An endpoint that breaks a rule. The message names the rule, and says what would be right.
    public static final class BadEndpointException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Rule rule;

        BadEndpointException(Rule rule, String shown) {
            super("the endpoint '" + shown + "' breaks the rule " + rule.wire() + ": " + rule.words);
            this.rule = rule;
        }

        /// The rule that is broken.
        public Rule rule() {
            return rule;
        }
    }

    /// The endpoint of a text.
    ///
    /// @param allowInsecure whether http may go to other machines
    /// @throws BadEndpointException when it breaks a rule
    public static EndpointBase of(String text, boolean allowInsecure) throws BadEndpointException {
        if (text.length() > CHARACTERS_MAX) throw new BadEndpointException(Rule.LENGTH, text.substring(0, 40) + "…");
        if (text.codePoints().anyMatch(EndpointBase::isBlankOrControl))
            throw new BadEndpointException(Rule.WHITE_SPACE, printable(text));
        check(Rule.SCHEME, hasScheme(text), text);
        checkParts(text);
        var uri = uri(text);
        check(Rule.HOST, uri.getHost() != null && !uri.getHost().isEmpty(), text);
        check(Rule.PORT, uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() <= PORT_MAX, text);
        var base = new EndpointBase(uri);
        check(Rule.INSECURE, allowInsecure || base.isSecure() || base.isLoopback(), text);
        return base;
    }

    private static void check(Rule rule, boolean kept, String text) throws BadEndpointException {
        if (!kept) throw new BadEndpointException(rule, withoutSecret(text));
    }

    private static boolean isBlankOrControl(int point) {
        return Character.isWhitespace(point)
                || Character.isSpaceChar(point)
                || Character.isISOControl(point)
                || Character.getType(point) == Character.FORMAT
                || Character.getType(point) == Character.SURROGATE;
    }

    private static boolean hasScheme(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    /// What stands behind the host, and before it, by itself: a parser of URIs says of none of these what
    /// is wrong.
    private static void checkParts(String text) throws BadEndpointException {
        var rest = text.substring(text.indexOf("//") + 2);
        int end = end(rest);
        var authority = rest.substring(0, end);
        var host = authority.substring(authority.lastIndexOf('@') + 1);
        check(Rule.HOST, !host.isEmpty() && !host.startsWith(":"), text);
        check(Rule.USER_INFO, authority.indexOf('@') < 0, text);
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) check(Rule.PORT, isPort(host.substring(colon + 1)), text);
        check(Rule.FRAGMENT, rest.indexOf('#') < 0, text);
        check(Rule.QUERY, rest.indexOf('?') < 0, text);
        check(Rule.PATH, end == rest.length(), text);
    }

    private static int end(String rest) {
        int end = 0;
        while (end < rest.length() && "/\\?#".indexOf(rest.charAt(end)) < 0) end++;
        return end;
    }

    private static boolean isPort(String digits) {
        boolean number = !digits.isEmpty()
                && digits.length() <= 5
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return number && Integer.parseInt(digits) > 0 && Integer.parseInt(digits) <= PORT_MAX;
    }

    private static URI uri(String text) throws BadEndpointException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new BadEndpointException(Rule.HOST, withoutSecret(text));
        }
    }

    private static String printable(String text) {
        return withoutSecret(text)
                .codePoints()
                .map(point -> isBlankOrControl(point) ? '·' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// A password that was given by mistake is not repeated.
    private static String withoutSecret(String text) {
        int at = text.lastIndexOf('@');
        int slashes = text.indexOf("//");
        return at < 0 || slashes < 0 || at < slashes ? text : text.substring(0, slashes + 2) + "…" + text.substring(at);
    }

    private boolean isSecure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /// Whether it leads to this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
    public boolean isLoopback() {
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}");
    }

    /// The port that it leads to, also when it names none.
    public int port() {
        return uri.getPort() > 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    /// With the path of a signal behind it: `logs`, `traces` or `metrics`.
    public String signal(String name) {
        return text() + "/v1/" + name;
    }

    /// As agents are told it; scheme and host are in small letters.
    public String text() {
        var port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    @Override
    public String toString() {
        return text();
    }
}
