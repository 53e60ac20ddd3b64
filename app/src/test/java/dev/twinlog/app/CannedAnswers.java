package dev.twinlog.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers that a test has laid down, and the questions that came.
public final class CannedAnswers implements Answers {
    private final Map<String, String> answers = new HashMap<>(Map.of(
            "sessions",
            """
            [{"id":"0198c0de-0000-7000-8000-000000000000","agent":"codex","project":"/home/me/app","title":"Fix the build",\
            "startedAt":"2026-01-31T12:00:00.000Z","endedAt":null,"prompts":2,"messages":3,"toolCalls":1234,"parent":null,\
            "live":false,"openGaps":0}]""",
            "show",
            """
            {"session":{"id":"s1","agent":"claude","title":"Fix the build","project":"/home/me/app",\
            "startedAt":"2026-01-31T12:00:00.000Z"},"events":[{"key":"claude/s1/prompt/p","kind":"prompt",\
            "at":"2026-01-31T12:00:00.000Z","turn":"t","status":"completed","agentId":null,\
            "fields":{"text":{"value":"why does it fail?","witness":"transcript"}}}]}""",
            "search",
            """
            [{"session":"s1","event":"claude/s1/message/m","at":"2026-01-31T12:00:00.000Z","agent":"claude",\
            "snippet":"the needle"}]""",
            "usage",
            """
            {"asOf":"2026-01-31T12:00:00.000Z","agents":{"claude":{"total":{"inputTokens":10,"outputTokens":2000000,\
            "cacheReadTokens":30,"cacheCreationTokens":40}},"codex":{"total":{"inputTokens":50,"cachedInputTokens":60,\
            "outputTokens":70,"reasoningTokens":80}}},"days":[{"date":"2026-01-31","agents":{"claude":{"total":\
            {"inputTokens":10,"outputTokens":2000000,"cacheReadTokens":30,"cacheCreationTokens":40}}}}]}""",
            "status",
            """
            {"captureMode":"OTEL_ONLY","reasons":[],"baseline":{"up":true,"transcript":{"works":true,"reason":null,\
            "lagBytes":2048},"otlp":{"works":false,"reason":"not_expected"}},"stream":{"expected":false,"gate":"shut",\
            "reason":null,"reach":null},"addresses":{"page":"http://127.0.0.1:4319","otlpHttp":null,"otlpGrpc":null},\
            "counters":{"accepted":12345},"space":{"transcript":{"records":1,"diskBytes":2048}}}""",
            "verify",
            """
            {"sessions":3,"digest":"abc","mismatches":0}""",
            "sync",
            """
            {"asOf":"2026-01-31T12:00:00.000Z","sessions":3}""",
            "rebuild",
            """
            {"sessions":3}""",
            "restore",
            """
            {"files":["a.jsonl"]}""",
            "prices",
            """
            {"date":"2026-01-31","source":"a price list","own":null,"prices":[{"model":"m*","from":null,"over":null,\
            "input":"1.25","output":"10","cacheRead":"0.125","cacheWrite":"1.25","cacheWrite1h":"1.25",\
            "place":"built in","inForce":true}]}"""));

    {
        answers.put("export", """
                {"type":"session","id":"s1","agent":"claude","title":"Fix the build"}
                {"type":"event","session":"claude/s1","key":"claude/s1/prompt/p","kind":"prompt"}
                """);
    }

    {
        answers.put("attributes", """
                {"signal":"logs","attributes":{"event.name":"user_prompt"}}
                """);
    }

    {
        answers.put("explain", """
                {"asked":"s1#1","by":"number","key":"claude/s1/message/m","kind":"message","at":null,"turn":null,\
                "status":"completed","agentId":null,"standing":"told","owner":null,"copies":[],"ids":[],"olderKeys":[],\
                "links":[],"parts":[{"group":"usage","change":null,"taken":{"witness":"otlp","phase":"completed",\
                "at":"2026-01-31T12:00:00.000Z","place":{"position":7,"file":"/a/b.jsonl","offset":1234,"length":5,\
                "line":3,"redacted":false,"raw":"a raw line"},"again":[],"rule":null,"same":true,"fields":{"outputTokens":9}},\
                "others":[{"witness":"transcript","phase":"completed","at":null,"place":null,"again":[],\
                "rule":"weaker_witness","same":false,"fields":{"outputTokens":8}}],"othersLeft":0}],"bare":[],\
                "decisions":[],"cannotTell":["nothing more"]}""");
        answers.put("decisions", """
                {"asOf":"2026-01-31T12:00:00.000Z","counters":{"accepted":1234},"logLimit":100000,"decisions":[\
                {"at":"2026-01-31T12:00:00.000Z","key":"claude/s1/message/m","verdict":"replaced","incoming":"otlp",\
                "chosen":"otlp","replaced":"transcript"}]}""");
        answers.put("gaps", """
                [{"session":"s1","agent":"claude","kind":"tool_without_result","id":"c","state":"open",\
                "since":"2026-01-31T12:00:00.000Z","evidence":"its result was not recorded"}]""");
    }

    private final Map<String, Refusal> refusals = new HashMap<>();
    private final List<Question> asked = new ArrayList<>();

    /// From now on this question is answered so.
    public CannedAnswers with(String question, String json) {
        answers.put(question, json);
        return this;
    }

    /// From now on this question is refused.
    public CannedAnswers refusing(String question, Refusal.Reason reason, String message) {
        refusals.put(question, new Refusal(reason, message));
        return this;
    }

    /// The questions so far.
    public synchronized List<Question> asked() {
        return List.copyOf(asked);
    }

    private synchronized void say(Question question, OutputStream out) throws Refusal, IOException {
        asked.add(question);
        var refusal = refusals.get(question.name());
        if (refusal != null) throw refusal;
        out.write(json(question.name()).getBytes(StandardCharsets.UTF_8));
    }

    /// What a question is answered.
    public String json(String question) {
        @Nullable String json = answers.get(question);
        if (json == null) throw new AssertionError("no answer to " + question);
        return json;
    }

    @Override
    public void sessions(Question.Sessions question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void show(Question.Show question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void search(Question.Search question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void usage(Question.Usage question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void status(Question.Status question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void verify(Question.Verify question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void sync(Question.Sync question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void rebuild(Question.Rebuild question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void prices(Question.Prices question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void restore(Question.Restore question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void export(Question.Export question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void attributes(Question.Attributes question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void explain(Question.Explain question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void decisions(Question.Decisions question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void gaps(Question.Gaps question, OutputStream out) throws Refusal, IOException {
        say(question, out);
    }

    @Override
    public void close() {}
}
