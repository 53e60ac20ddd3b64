package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How Codex' live stream is heard: the `stream` of the status.
///
/// @param expected  whether it is to be heard
/// @param gate      `open` or `shut`
/// @param reason    why it is shut, in a word, such as `needs_login`; null when it is open
/// @param detail    the same in words, or null
/// @param reach     `shared` on the server of the user's own Codex, `own_child` on ours; null without a link
/// @param heard     live threads that are streamed, by id
/// @param notHeard  live threads that are not, by id: their transcripts and telemetry are heard
/// @param approvals questions of Codex that wait for its user
public record StreamView(
        boolean expected,
        String gate,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable String reach,
        List<String> heard,
        List<String> notHeard,
        int approvals) {
    public static final String OPEN = "open";
    public static final String SHUT = "shut";

    public StreamView {
        heard = List.copyOf(heard);
        notHeard = List.copyOf(notHeard);
    }

    /// A stream that nobody waits for.
    ///
    /// @param reason `not_expected`, or `kill_switch`
    public static StreamView notExpected(String reason) {
        return new StreamView(false, SHUT, reason, null, null, List.of(), List.of(), 0);
    }

    /// What an open gate does not tell: whether anything of a user comes through it. Null when there is nothing to
    /// say.
    public @Nullable String note() {
        if (!gate.equals(OPEN)) return null;
        if ("own_child".equals(reach))
            return "no user thread is streamed: this is Twinlog's own app-server, since no Codex terminal shares one here;"
                    + " what Codex does is heard by transcript and telemetry";
        if (notHeard.isEmpty()) return null;
        return (notHeard.size() == 1 ? "1 live thread is" : notHeard.size() + " live threads are")
                + " not streamed (codex exec, an IDE, --no-daemon, or a turn that had begun before):"
                + " heard by transcript and telemetry";
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("stream");
        json.writeBooleanField("expected", expected);
        json.writeStringField("gate", gate);
        json.writeStringField("reason", reason);
        json.writeStringField("reach", reach);
        json.writeStringField("detail", detail);
        json.writeStringField("note", note());
        json.writeObjectFieldStart("threads");
        write(json, "heard", heard);
        write(json, "notHeard", notHeard);
        json.writeEndObject();
        json.writeNumberField("pendingApprovals", approvals);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<String> ids) throws IOException {
        json.writeArrayFieldStart(name);
        for (var id : ids) json.writeString(id);
        json.writeEndArray();
    }
}
