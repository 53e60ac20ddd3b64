package dev.twinlog.sources.appserver;

import dev.twinlog.sources.appserver.supervision.ThreadWatch;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an app-server asks of the user, as it is shown.
final class Approvals {
    static final int SUMMARY_CHARACTERS_MAX = 512;

    private Approvals() {}

    /// A question that belongs to a thread; null when the request is none.
    ///
    /// @param redact takes secrets out, before the summary is cut
    /// @param since  epoch milliseconds
    static ThreadWatch.@Nullable Question of(Incoming.ServerRequest request, UnaryOperator<String> redact, long since) {
        var params = request.params();
        var thread = params == null ? null : first(params, "threadId", "conversationId");
        if (params == null || thread == null) return null;
        return new ThreadWatch.Question(
                request.id().json(),
                request.method(),
                thread,
                first(params, "itemId", "callId"),
                clipped(redact.apply(summary(params))),
                since);
    }

    /// What is asked, and why: the members that the requests of Codex 0.169 have.
    private static String summary(RawJson params) {
        var said = Stream.of(
                        command(params),
                        first(params, "reason", "message"),
                        first(params, "grantRoot"),
                        first(params, "tool", "serverName"),
                        questions(params))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" · "));
        return printable(said);
    }

    private static @Nullable String command(RawJson params) {
        var command = params.at("command");
        if (command == null) return null;
        return switch (command.kind()) {
            case STRING -> command.asText();
            case ARRAY -> command.elements().stream().map(RawJson::asText).collect(Collectors.joining(" "));
            default -> null;
        };
    }

    private static @Nullable String questions(RawJson params) {
        var questions = params.at("questions");
        if (questions == null) return null;
        List<String> asked = questions.elements().stream()
                .map(one -> one.text("question"))
                .filter(Objects::nonNull)
                .toList();
        return asked.isEmpty() ? null : String.join(" ", asked);
    }

    private static @Nullable String first(RawJson params, String... names) {
        for (var name : names) {
            var text = params.text(name);
            if (text != null && !text.isBlank()) return text;
        }
        return null;
    }

    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String clipped(String text) {
        if (text.length() <= SUMMARY_CHARACTERS_MAX) return text;
        int end = SUMMARY_CHARACTERS_MAX - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) end--;
        return text.substring(0, end) + "…";
    }
}
