package dev.twinlog.readers.claude;

import dev.twinlog.model.Heard;
import dev.twinlog.model.RecordSeen;
import dev.twinlog.model.SessionFact;
import dev.twinlog.model.Unknown;
import dev.twinlog.readers.Hash64;
import dev.twinlog.readers.JsonLines;
import dev.twinlog.readers.LineContext;
import dev.twinlog.readers.Reading;
import dev.twinlog.readers.ReadingCounter;
import dev.twinlog.readers.TranscriptReader;
import dev.twinlog.readers.Words;
import dev.twinlog.readers.json.Json;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the transcripts of Claude Code: user, assistant, system and attachment records, which form a tree
/// by `uuid` and `parentUuid`, and the records beside it. Belongs to one thread.
public final class ClaudeTranscriptReader implements TranscriptReader {
    /// Another version may hear other things in the same bytes: stored with what was settled.
    public static final int READER_VERSION = 4;

    private static final String NO_TYPE = "(no type)";

    private final JsonLines lines = new JsonLines();
    private final Repeats repeats;
    private final Words words;

    /// @param counter hears of secrets, cut texts and replaced bytes
    public ClaudeTranscriptReader(ReadingCounter counter) {
        this.words = new Words(counter);
        this.repeats = new Repeats(words);
    }

    @Override
    public void line(byte[] buffer, int from, int to, LineContext context, Consumer<Heard> out) {
        var json = lines.open(buffer, from, to, context, out);
        if (json == null) return;
        read(new ClaudeRecord(json, context, repeats, Hash64.of(buffer, from, to), words, out));
        lines.close(words);
    }

    @Override
    public void whole(byte[] content, LineContext context, Consumer<Heard> out) {
        switch (context.file().role()) {
            case SUBAGENT_META -> {
                var json = lines.open(content, 0, content.length, context, out);
                if (json != null) new WholeFile(content, context, words, out).subagent(json);
                lines.close(words);
            }
            case TOOL_RESULT -> new WholeFile(content, context, words, out).toolResult();
            case MAIN, SUBAGENT ->
                throw new IllegalArgumentException(context.file().name() + " is read by lines, not as a whole");
        }
    }

    private static void read(ClaudeRecord record) {
        var type = type(record.json());
        var reading = ClaudeRecordTypes.TABLE.of(type).orElse(null);
        if (reading == null) record.tell(unknown(record, type));
        switch (type) {
            case "user" -> UserRecord.read(record);
            case "assistant" -> {
                record.seen(null, false, false);
                AssistantRecord.read(record);
            }
            default -> other(record, type, reading);
        }
    }

    private static void other(ClaudeRecord record, String type, @Nullable Reading reading) {
        boolean own = ClaudeRecordTypes.own(type);
        if (own || record.hasUuid()) record.seen(null, false, own);
        if (reading == Reading.FACT) fact(record, type);
        if (reading == Reading.EVENT) NoticeRecord.read(record, type);
    }

    private static void fact(ClaudeRecord record, String type) {
        var json = record.json();
        switch (type) {
            case "custom-title" -> record.testimony().fact(SessionFact.Name.CUSTOM_TITLE, json.get("customTitle"));
            case "ai-title" -> record.testimony().fact(SessionFact.Name.AI_TITLE, json.get("aiTitle"));
            case "summary" -> record.testimony().fact(SessionFact.Name.AI_TITLE, json.get("summary"));
            case "attachment/model" -> model(record);
            default -> throw new IllegalStateException(type + " is in the table as a fact, but none is read");
        }
    }

    /// What the model is told that it is: the session's model as long as no answer tells it.
    private static void model(ClaudeRecord record) {
        if (record.sidechain()) return;
        var identity = record.json().get("attachment").get("identity");
        record.testimony().weakFact(SessionFact.Name.MODEL, identity.get("modelId"));
    }

    /// The type of a record as the table names it.
    private static String type(Json json) {
        var type = json.text("type");
        if (type == null) return NO_TYPE;
        return switch (type) {
            case "system" -> "system/" + json.text("subtype");
            case "attachment" -> "attachment/" + json.get("attachment").text("type");
            default -> type;
        };
    }

    private static Unknown unknown(ClaudeRecord record, String type) {
        var about = record.about();
        var version = about == null ? null : about.version();
        return new Unknown(
                record.session(),
                record.session().agent(),
                record.testimony().clean(type),
                version == null ? Unknown.VERSION_UNTOLD : version,
                record.raw());
    }

    /// What records of one file repeat, kept so that each is not made anew, and searched for secrets, for
    /// every line.
    static final class Repeats {
        private final Words words;
        private RecordSeen.@Nullable About written;
        private RecordSeen.@Nullable About about;

        Repeats(Words words) {
            this.words = words;
        }

        RecordSeen.@Nullable About about(Json json) {
            var cwd = json.get("cwd");
            var branch = json.get("gitBranch");
            var version = json.get("version");
            if (!cwd.isText() && !branch.isText() && !version.isText()) return null;
            var last = written;
            if (last != null
                    && same(cwd, last.cwd())
                    && same(branch, last.gitBranch())
                    && same(version, last.version())) return about;
            written = new RecordSeen.About(cwd.text(), branch.text(), version.text());
            about = new RecordSeen.About(clean(written.cwd()), clean(written.gitBranch()), clean(written.version()));
            return about;
        }

        private @Nullable String clean(@Nullable String text) {
            return text == null ? null : words.clean(text);
        }

        private static boolean same(Json json, @Nullable String text) {
            return text == null ? !json.isText() : json.is(text);
        }
    }
}
