package dev.twinlog.setup;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Types of settings that are lists of words. In the environment their items stand in one text, with a separator
/// between them.
final class ListTypes {
    /// More items are no list that a person keeps.
    static final int ITEMS_MAX = 64;

    private ListTypes() {}

    /// The items of what was written.
    ///
    /// @throws IllegalArgumentException when it is no list of texts, or longer than {@link #ITEMS_MAX}
    private static List<String> items(Object raw, String separator, String shape) {
        var list = raw instanceof String text ? Arrays.asList(text.split(separator, -1)) : raw;
        if (!(list instanceof List<?> many)) throw mismatch(shape, raw);
        var items = new ArrayList<String>();
        for (var item : many) {
            if (!(item instanceof String text)) throw mismatch(shape, raw);
            if (!text.isBlank()) items.add(text.strip());
        }
        if (items.size() > ITEMS_MAX)
            throw new IllegalArgumentException("has " + items.size() + " items; at most " + ITEMS_MAX + " are taken");
        return items;
    }

    private static IllegalArgumentException mismatch(String shape, Object raw) {
        return new IllegalArgumentException("must be " + shape + ", not '" + raw + "'");
    }

    /// Variables of an environment, `NAME=VALUE` each; a `List<String>`. In the environment one a line. What is told of
    /// a wrong one is its name, since its value may be a secret.
    record Variables() implements SettingType {
        private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

        @Override
        public String shape() {
            return "a list of NAME=VALUE";
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public Object read(Object raw) {
            var variables = items(raw, "\\R", shape());
            for (var variable : variables) {
                int equals = variable.indexOf('=');
                boolean named = equals > 0
                        && NAME.matcher(variable.substring(0, equals)).matches();
                if (!named || variable.indexOf('\0') >= 0)
                    throw new IllegalArgumentException(
                            "must be " + shape() + "; one begins with '" + beginning(variable, equals) + "'");
            }
            return List.copyOf(variables);
        }

        private static String beginning(String variable, int equals) {
            return equals >= 0 ? variable.substring(0, equals) : "a text without =";
        }
    }

    /// Hosts that a sign-in may lead to; a `List<String>`. Each is a name, reached by https, or `http://HOST:PORT` of
    /// this machine. In the environment with commas between them.
    record Hosts() implements SettingType {
        private static final Pattern HOST = Pattern.compile(
                "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
        private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

        @Override
        public String shape() {
            return "a list of hosts, or http://HOST:PORT of this machine";
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public Object read(Object raw) {
            var hosts = items(raw, ",", shape()).stream()
                    .map(host -> host.toLowerCase(Locale.ROOT))
                    .toList();
            for (var host : hosts)
                if (!HOST.matcher(host).matches() && !isLoopback(host)) throw mismatch(shape(), host);
            return hosts;
        }

        /// Of what is no plain name: `http`, a loopback host, and maybe a port; nothing else.
        private static boolean isLoopback(String text) {
            var uri = uri(text);
            if (uri == null || !"http".equals(uri.getScheme()) || uri.getHost() == null) return false;
            var port = uri.getPort() > 0 && uri.getPort() <= PORT_MAX ? ":" + uri.getPort() : "";
            return LOOPBACK.matcher(uri.getHost()).matches() && text.equals("http://" + uri.getHost() + port);
        }

        private static @Nullable URI uri(String text) {
            try {
                return new URI(text);
            } catch (URISyntaxException e) {
                return null;
            }
        }
    }

    /// Ways in which an account may be signed in, by the names of Codex' `AuthMode`; a `String` with commas between
    /// them, since it is one word nearly always.
    record AuthModes() implements SettingType {
        /// Those of codex-cli 0.169 (docs/compatibility.md).
        static final List<String> KNOWN = List.of(
                "chatgpt",
                "apikey",
                "chatgptAuthTokens",
                "headers",
                "agentIdentity",
                "personalAccessToken",
                "bedrockApiKey",
                "bedrockAccessKeys");

        @Override
        public String shape() {
            return "\"chatgpt\", or Codex' names of other modes with commas between them";
        }

        @Override
        public Object read(Object raw) {
            var modes = items(raw, ",", shape());
            if (modes.isEmpty()) throw mismatch(shape(), raw);
            for (var mode : modes) {
                if (KNOWN.contains(mode)) continue;
                throw new IllegalArgumentException("must be " + shape() + ", not '" + mode + "'"
                        + Nearest.hint(mode, KNOWN) + " (there are " + String.join(", ", KNOWN) + ")");
            }
            return String.join(",", modes.stream().distinct().toList());
        }
    }
}
