package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.filter.FilteringGeneratorDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.twinlog.model.prices.PriceTable;
import dev.twinlog.model.prices.Prices;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionFilter;
import dev.twinlog.views.GapsView;
import dev.twinlog.views.NarrativeView;
import dev.twinlog.views.SessionsView;
import dev.twinlog.views.UsageView;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each recorded session settles to, held against a file that was read by eye once
/// (`src/test/golden/README.md`). `-Dtwinlog.golden=write` writes the files anew.
final class GoldenNarrativeTest {
    private static final Path GOLDEN = Path.of("src/test/golden");
    private static final boolean WRITE = "write".equals(System.getProperty("twinlog.golden"));
    private static final Prices NO_PRICES = new Prices(new PriceTable(LocalDate.EPOCH, "none", List.of()), null);
    /// Later than any recording, so that nothing is live.
    private static final long NOW = Instant.parse("2027-01-01T00:00:00Z").toEpochMilli();

    static List<Recording> recordings() throws IOException {
        return Recording.all();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void a_recording_settles_to_its_golden_narrative(Recording recording, @TempDir Path folder) throws IOException {
        var golden = GOLDEN.resolve(recording.name() + ".json");
        var settled = settled(recording, folder);
        if (WRITE) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, settled);
        }
        assertThat(settled).isEqualTo(Files.readString(golden));
    }

    @Test
    void there_is_no_golden_narrative_without_a_recording() throws IOException {
        var names = Recording.all().stream().map(recording -> recording.name() + ".json");
        try (var walk = Files.walk(GOLDEN)) {
            var golden = walk.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> GOLDEN.relativize(file).toString().replace('\\', '/'));
            assertThat(golden).containsExactlyInAnyOrderElementsOf(names.toList());
        }
    }

    private static String settled(Recording recording, Path folder) throws IOException {
        try (var pipeline = new Pipeline(folder)) {
            for (var file : recording.files()) pipeline.piece(file, 0, file.bytes().length);
            pipeline.settle();
            return written(pipeline.store());
        }
    }

    private static String written(StoreReader store) throws IOException {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter()
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"))
                    .withObjectIndenter(new FlatFields()));
            write(json, store);
        }
        return text.append('\n').toString();
    }

    /// Puts what is deeper than an event's fields on one line, so that a narrative can be read.
    private static final class FlatFields extends DefaultIndenter {
        private static final long serialVersionUID = 1;
        private static final int FIELDS = 6;

        private FlatFields() {
            super("  ", "\n");
        }

        @Override
        public void writeIndentation(JsonGenerator json, int level) throws IOException {
            if (level < FIELDS) super.writeIndentation(json, level);
            else json.writeRaw(' ');
        }
    }

    /// Prices change, and so what tokens cost: only what was used is golden.
    private static JsonGenerator withoutCost(JsonGenerator json) {
        var filter = new TokenFilter() {
            @Override
            public @Nullable TokenFilter includeProperty(String name) {
                return name.equals("cost") || name.equals("ownPrices") ? null : this;
            }

            @Override
            public boolean includeEmptyArray(boolean contentsFiltered) {
                return true;
            }
        };
        return new FilteringGeneratorDelegate(json, filter, TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH, true);
    }

    private static void write(JsonGenerator json, StoreReader store) throws IOException {
        json.writeStartObject();
        json.writeFieldName("sessions");
        SessionsView.of(store, SessionFilter.ALL, NOW).writeJson(json);
        json.writeFieldName("usage");
        UsageView.daily(store, ZoneOffset.UTC, NO_PRICES, NOW).writeJson(withoutCost(json));
        json.writeFieldName("usageByModel");
        UsageView.of(store, UsageView.By.MODEL, ZoneOffset.UTC, Long.MIN_VALUE, Long.MAX_VALUE, NO_PRICES, NOW)
                .writeJson(withoutCost(json));
        json.writeFieldName("gaps");
        GapsView.of(store, null).writeJson(json);
        json.writeObjectFieldStart("unknown");
        for (var unknown : store.unknown().entrySet())
            json.writeNumberField(unknown.getKey().toString(), unknown.getValue());
        json.writeEndObject();
        json.writeArrayFieldStart("narratives");
        for (var session : store.sessions(SessionFilter.ALL))
            NarrativeView.of(store, session.id(), NOW).orElseThrow().writeJson(json);
        json.writeEndArray();
        json.writeEndObject();
    }
}
