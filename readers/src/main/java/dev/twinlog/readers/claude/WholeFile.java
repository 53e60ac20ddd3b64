package dev.twinlog.readers.claude;

import static dev.twinlog.model.FieldGroup.ABOUT;
import static dev.twinlog.model.FieldGroup.OUTPUT;

import dev.twinlog.model.Alias;
import dev.twinlog.model.Heard;
import dev.twinlog.model.Kind;
import dev.twinlog.model.Observation;
import dev.twinlog.model.Phase;
import dev.twinlog.model.TurnRef;
import dev.twinlog.model.Witness;
import dev.twinlog.readers.Hash64;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.Testimony;
import dev.twinlog.readers.Words;
import dev.twinlog.readers.json.Json;
import java.util.function.Consumer;

/// Reads the small files beside a transcript. They have no time of their own, and may be heard again as they
/// grow: each content is an observation of its own, and `sequence`, its length, tells the later one.
final class WholeFile {
    /// The subtype of the notice that a subagent was started.
    static final String SUBAGENT = "subagent";

    private static final String FOLDER = "tool-results/";

    private final byte[] content;
    private final LineContext context;
    private final Testimony testimony;

    WholeFile(byte[] content, LineContext context, Words words, Consumer<Heard> out) {
        this.content = content;
        this.context = context;
        var session = context.file().session();
        long digest = Hash64.of(content);
        long identity = Hash64.of(Hash64.of(session.id() + "/" + context.file().name()), digest);
        this.testimony = new Testimony(
                new Testimony.Origin(
                        session,
                        context.file().agentId(),
                        identity,
                        Hash64.ABSENT,
                        Observation.UNTIMED,
                        content.length,
                        TurnRef.UNTOLD,
                        digest,
                        context.raw(),
                        Witness.TRANSCRIPT),
                words,
                out);
    }

    /// The alias by which a tool call is linked to its stored output.
    static String alias(String fileName) {
        return FOLDER + fileName;
    }

    /// The text of an output too long for the transcript.
    void toolResult() {
        testimony
                .about(Kind.TOOL_CALL)
                .alias(Alias.Type.DIGEST, alias(context.file().name()))
                .text(OUTPUT, "output", content)
                .tell();
    }

    /// What a subagent is, and which call launched it.
    void subagent(Json meta) {
        var agentId = context.file().agentId();
        var said = testimony
                .about(Kind.NOTICE)
                .alias(Alias.Type.ITEM, agentId)
                .phase(meta.get("finished").isFalse() ? Phase.DERIVED : Phase.COMPLETED)
                .put(ABOUT, "subtype", SUBAGENT)
                .put(ABOUT, "agentId", agentId);
        for (var name : new String[] {"agentType", "description", "toolUseId", "model"})
            said.put(ABOUT, name, meta.get(name));
        said.tell();
    }
}
