package dev.twinlog.app.daemon;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.app.Answers;
import dev.twinlog.app.NamedSession;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.rescue.Hearing;
import dev.twinlog.model.SessionId;
import dev.twinlog.store.Batch.SessionRow;
import dev.twinlog.store.StoreException;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.views.Answer;
import dev.twinlog.views.DecisionsView;
import dev.twinlog.views.ExportView;
import dev.twinlog.views.GapsView;
import dev.twinlog.views.NarrativeView;
import dev.twinlog.views.SafeJson;
import dev.twinlog.views.SearchView;
import dev.twinlog.views.SessionsView;
import dev.twinlog.views.UsageView;
import dev.twinlog.views.VerdictCountsView;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers from a store. What a kind of process answers otherwise (status, work that writes) its subclasses
/// say.
abstract class StoreAnswers implements Answers {
    private static final JsonFactory JSON = new JsonFactory()
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    /// Asks the store as it is after {@link #current}.
    abstract <T> T ask(Engine.Question<T> question) throws Refusal, IOException;

    /// Waits for what the agents wrote before now, as far as this process hears them.
    abstract void current() throws Refusal;

    /// Waits until search finds everything settled.
    abstract void currentSearch() throws Refusal;

    abstract Clock clock();

    abstract Almanac almanac();

    /// Why files may not be captured just now.
    abstract Hearing hearing();

    final long now() {
        return clock().millis();
    }

    static void write(Answer answer, OutputStream out) throws IOException {
        try (var json = JSON.createGenerator(new SafeJson(out), JsonEncoding.UTF8)) {
            answer.writeJson(json);
        }
    }

    final void answer(Engine.Question<Answer> question, OutputStream out) throws Refusal, IOException {
        current();
        try {
            ask(store -> {
                write(question.of(store), out);
                return true;
            });
        } catch (StoreException e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void sessions(Question.Sessions question, OutputStream out) throws Refusal, IOException {
        var filter = new SessionFilter(
                question.agent(),
                question.project(),
                orElse(question.since(), Long.MIN_VALUE),
                orElse(question.until(), Long.MAX_VALUE),
                question.limit() == null ? 0 : question.limit());
        answer(store -> SessionsView.of(store, filter, almanac().rescue().deletions(store, this::hearing), now()), out);
    }

    @Override
    public void show(Question.Show question, OutputStream out) throws Refusal, IOException {
        answer(
                store -> {
                    var id = NamedSession.of(store, question.session());
                    return NarrativeView.of(store, id, now())
                            .orElseThrow(() -> NamedSession.unknown(question.session()));
                },
                out);
    }

    private static List<SessionRow> named(StoreReader store, List<String> names) throws Refusal {
        var rows = new LinkedHashSet<SessionRow>();
        for (var name : names) rows.add(NamedSession.row(store, name));
        return List.copyOf(rows);
    }

    @Override
    public void search(Question.Search question, OutputStream out) throws Refusal, IOException {
        current();
        currentSearch();
        int limit = question.limit() == null ? 0 : question.limit();
        var agent = question.agent();
        try {
            ask(store -> {
                write(new SearchView(store, question.text(), agent, limit), out);
                return true;
            });
        } catch (StoreException e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void usage(Question.Usage question, OutputStream out) throws Refusal, IOException {
        var by = question.by() == null
                ? UsageView.By.DAY
                : UsageView.By.valueOf(question.by().name());
        var prices = almanac().prices();
        answer(
                store -> UsageView.of(
                        store,
                        by,
                        ZoneId.of(question.zone(), ZoneId.SHORT_IDS),
                        orElse(question.since(), Long.MIN_VALUE),
                        orElse(question.until(), Long.MAX_VALUE),
                        prices,
                        now()),
                out);
    }

    @Override
    public void prices(Question.Prices question, OutputStream out) throws Refusal, IOException {
        write(almanac().pricesView(), out);
    }

    @Override
    public void decisions(Question.Decisions question, OutputStream out) throws Refusal, IOException {
        answer(
                store -> {
                    if (question.counters() == Question.Counters.ONLY) return VerdictCountsView.of(store, null, now());
                    var log = DecisionsView.of(
                            store,
                            optional(store, question.session()),
                            question.verdict(),
                            question.witness(),
                            question.limit() == null ? 0 : question.limit());
                    return question.counters() == null ? log : VerdictCountsView.of(store, log, now());
                },
                out);
    }

    @Override
    public void gaps(Question.Gaps question, OutputStream out) throws Refusal, IOException {
        var filter = new GapsView.Filter(question.agent(), question.kind(), question.state());
        answer(store -> GapsView.of(store, optional(store, question.session()), filter, now()), out);
    }

    private static @Nullable SessionId optional(StoreReader store, @Nullable String session) throws Refusal {
        return session == null ? null : NamedSession.of(store, session);
    }

    /// A session at a time, so that the store is held for none longer than for a `show`.
    @Override
    public void export(Question.Export question, OutputStream out) throws Refusal, IOException {
        current();
        try {
            for (var session : exported(question)) {
                ask(store -> {
                    write(new ExportView(store, session, now()), out);
                    return true;
                });
            }
        } catch (StoreException e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private List<SessionId> exported(Question.Export question) throws Refusal, IOException {
        if (!question.sessions().isEmpty()) return ask(store -> ExportView.order(named(store, question.sessions())));
        var filter = new SessionFilter(
                question.agent(),
                question.project(),
                orElse(question.since(), Long.MIN_VALUE),
                orElse(question.until(), Long.MAX_VALUE),
                0);
        return ask(store -> ExportView.order(store.sessions(filter)));
    }

    private static long orElse(@Nullable Long value, long otherwise) {
        return value == null ? otherwise : value;
    }

    @Override
    public void close() {}
}
