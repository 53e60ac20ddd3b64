package dev.twinlog.app;

import dev.twinlog.app.Question.By;
import dev.twinlog.app.Question.Counters;
import dev.twinlog.app.Question.Generation;
import dev.twinlog.model.Agent;
import dev.twinlog.model.Gap;
import dev.twinlog.model.Verdict;
import dev.twinlog.model.Witness;
import dev.twinlog.setup.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Questions as they travel: a name and named texts. The one place that knows the parameters of `/rpc` and
/// `/api`.
public final class Questions {
    /// The names of all questions.
    public static final List<String> NAMES = List.of(
            "sessions",
            "show",
            "search",
            "usage",
            "status",
            "verify",
            "sync",
            "rebuild",
            "restore",
            "explain",
            "decisions",
            "gaps",
            "export",
            "attributes",
            "prices");

    /// Those that change nothing, and so may be asked by GET.
    public static final Set<String> READING = Set.of(
            "sessions",
            "show",
            "search",
            "usage",
            "status",
            "verify",
            "explain",
            "decisions",
            "gaps",
            "export",
            "attributes",
            "prices");

    private Questions() {}

    /// The question of a name and its parameters.
    ///
    /// @throws Refusal with `WRONG_QUESTION` naming the parameter that is unknown, missing or makes no sense
    public static Question parse(String name, Map<String, String> parameters) throws Refusal {
        var given = new Given(parameters);
        var question = made(name, given);
        given.refuseOthers(name);
        given.refuseBackwards();
        return question;
    }

    private static Question made(String name, Given given) throws Refusal {
        return switch (name) {
            case "sessions" ->
                new Question.Sessions(
                        given.agent(), given.text("project"), given.time("since"), given.time("until"), given.limit());
            case "show" -> new Question.Show(given.needed("session"));
            case "search" -> new Question.Search(given.needed("text"), given.agent(), given.limit());
            case "usage" -> new Question.Usage(given.by(), given.zone(), given.time("since"), given.time("until"));
            case "status" -> new Question.Status();
            case "verify" -> new Question.Verify();
            case "sync" -> new Question.Sync();
            case "rebuild" -> new Question.Rebuild();
            case "restore" ->
                new Question.Restore(
                        given.needed("session"), given.folder("to"), given.generation(), given.flag("force"));
            case "explain" -> new Question.Explain(given.needed("event"), given.flag("raw"));
            case "decisions" ->
                new Question.Decisions(
                        given.text("session"),
                        given.one("verdict", Verdict.values(), Verdict::wire),
                        given.one("witness", Witness.values(), Witness::wire),
                        given.limit(),
                        given.one("counters", Counters.values(), Counters::wire));
            case "gaps" ->
                new Question.Gaps(
                        given.text("session"),
                        given.agent(),
                        given.one("kind", Gap.Kind.values(), Gap.Kind::wire),
                        given.one("state", Gap.State.values(), Gap.State::wire));
            case "export" ->
                new Question.Export(
                        given.list("session"),
                        given.agent(),
                        given.text("project"),
                        given.time("since"),
                        given.time("until"));
            case "attributes" -> new Question.Attributes();
            case "prices" -> new Question.Prices();
            default -> throw wrong("there is no question '" + name + "'" + Nearest.hint(name, NAMES));
        };
    }

    /// The generation of its text, a number from 1 or `all`.
    ///
    /// @throws Refusal with `WRONG_QUESTION` when it is neither
    public static Generation generation(String text) throws Refusal {
        if (text.equals("all")) return Generation.ALL;
        try {
            int number = Integer.parseInt(text);
            if (number > 0) return new Generation(number);
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong("generation must be a number from 1, or all, not '" + text + "'");
    }

    /// The zone of its name.
    ///
    /// @throws Refusal with `WRONG_QUESTION` when there is no such zone
    public static ZoneId zone(String name) throws Refusal {
        try {
            return ZoneId.of(name, ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            throw wrong("tz must be a time zone such as Europe/Berlin, UTC or +02:00, not '" + name + "'");
        }
    }

    private static Refusal wrong(String message) {
        return new Refusal(Refusal.Reason.WRONG_QUESTION, message);
    }

    /// The given parameters, and which of them were asked for.
    private record Given(Map<String, String> parameters, Set<String> known) {
        Given(Map<String, String> parameters) {
            this(parameters, new HashSet<>());
        }

        @Nullable
        String text(String name) {
            known.add(name);
            return parameters.get(name);
        }

        /// Texts with commas between them.
        List<String> list(String name) throws Refusal {
            var text = text(name);
            if (text == null) return List.of();
            var list = List.of(text.split(",", -1));
            if (list.stream().anyMatch(String::isBlank)) throw wrong(name + " must be ids with commas between them");
            return list;
        }

        String needed(String name) throws Refusal {
            var text = text(name);
            if (text == null) throw wrong("the parameter '" + name + "' is missing");
            if (text.isBlank()) throw wrong("the " + name + " is empty");
            return text;
        }

        @Nullable
        Agent agent() throws Refusal {
            var text = text("agent");
            try {
                return text == null ? null : Agent.ofWire(text);
            } catch (IllegalArgumentException e) {
                throw new Refusal(Refusal.Reason.WRONG_QUESTION, String.valueOf(e.getMessage()), e);
            }
        }

        @Nullable
        Long time(String name) throws Refusal {
            var text = text(name);
            try {
                return text == null ? null : Instant.parse(text).toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                throw wrong(name + " must be a time such as 2026-01-31T12:00:00Z, not '" + text + "'");
            }
        }

        /// A span that ends before it begins holds nothing, which nobody wants to be told as an answer.
        void refuseBackwards() throws Refusal {
            var since = time("since");
            var until = time("until");
            if (since != null && until != null && since > until)
                throw wrong("since is later than until, so nothing lies between them: swap them");
        }

        @Nullable
        Integer limit() throws Refusal {
            var text = text("limit");
            if (text == null) return null;
            try {
                int limit = Integer.parseInt(text);
                if (limit > 0) return limit;
            } catch (NumberFormatException e) {
                // said below
            }
            throw wrong("limit must be a number from 1, not '" + text + "'");
        }

        @Nullable
        By by() throws Refusal {
            return one("by", By.values(), By::wire);
        }

        /// One of the values that there are, by its name.
        <T> @Nullable T one(String name, T[] values, Function<T, String> wire) throws Refusal {
            var text = text(name);
            if (text == null) return null;
            for (var value : values) if (wire.apply(value).equals(text)) return value;
            var words = Arrays.stream(values).map(wire).toList();
            throw wrong(name + " must be one of " + String.join(", ", words) + ", not '" + text.toLowerCase(Locale.ROOT)
                    + "'");
        }

        boolean flag(String name) throws Refusal {
            var text = text(name);
            if (text == null || text.equals("false")) return false;
            if (text.equals("true")) return true;
            throw wrong(name + " must be true or false, not '" + text + "'");
        }

        String zone() throws Refusal {
            var text = text("tz");
            var ours = TimeZone.getDefault().getID();
            return text == null || text.equals(ours)
                    ? ours
                    : Questions.zone(text).getId();
        }

        @Nullable
        Generation generation() throws Refusal {
            var text = text("generation");
            return text == null ? null : Questions.generation(text);
        }

        Path folder(String name) throws Refusal {
            var text = needed(name);
            try {
                var path = Path.of(text);
                if (path.isAbsolute()) return path.normalize();
            } catch (InvalidPathException e) {
                // said below
            }
            throw wrong(name + " must be the absolute path of a folder, not '" + text + "'");
        }

        void refuseOthers(String question) throws Refusal {
            for (var name : new TreeMap<>(parameters).keySet()) {
                if (!known.contains(name)) {
                    throw wrong(question + " has no parameter '" + name + "'" + Nearest.hint(name, known));
                }
            }
        }
    }
}
