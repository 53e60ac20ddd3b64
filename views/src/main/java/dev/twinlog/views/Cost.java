package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.TokenCount;
import dev.twinlog.model.prices.Money;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What requests cost: told by witnesses where they tell it, else estimated from the prices in force.
///
/// @param usd       of the requests that have a price or a told cost
/// @param priced    how many requests those are
/// @param estimated how many of them are estimated
/// @param unpriced  the others, by model
record Cost(Money usd, long priced, long estimated, Map<Model, Unpriced> unpriced) {
    static final Cost NONE = new Cost(Money.NONE, 0, 0, Map.of());

    /// @param name null when it is not told
    record Model(@Nullable String name) implements Comparable<Model> {
        @Override
        public int compareTo(Model other) {
            return Comparator.nullsFirst(Comparator.<String>naturalOrder()).compare(name, other.name);
        }
    }

    /// Requests without a price and their tokens, of every class.
    record Unpriced(long requests, long tokens) {
        Unpriced plus(Unpriced other) {
            return new Unpriced(requests + other.requests, TokenCount.sum(tokens, other.tokens));
        }
    }

    static Cost told(Money usd, long requests) {
        return new Cost(usd, requests, 0, Map.of());
    }

    static Cost estimated(Money usd, long requests) {
        return new Cost(usd, requests, requests, Map.of());
    }

    static Cost unpriced(@Nullable String model, long requests, long tokens) {
        return new Cost(Money.NONE, 0, 0, Map.of(new Model(model), new Unpriced(requests, tokens)));
    }

    Cost plus(Cost other) {
        return new Cost(
                usd.plus(other.usd),
                priced + other.priced,
                estimated + other.estimated,
                merged(unpriced, other.unpriced));
    }

    private static Map<Model, Unpriced> merged(Map<Model, Unpriced> one, Map<Model, Unpriced> other) {
        if (other.isEmpty()) return one;
        if (one.isEmpty()) return other;
        var merged = new TreeMap<>(one);
        other.forEach((model, amount) -> merged.merge(model, amount, Unpriced::plus));
        return merged;
    }

    /// Writes `"cost": {"usd", "estimate", "prices", "unpriced": {"requests", "tokens"}}`. `usd` is a text with
    /// six decimals, or null when there are requests and none has a price.
    ///
    /// @param prices of which day the prices are
    void write(JsonGenerator json, LocalDate prices) throws IOException {
        begin(json, prices);
        json.writeEndObject();
        json.writeEndObject();
    }

    /// The same, with `unpriced.models`: a list of `{"model", "requests", "tokens"}`.
    void writeWithModels(JsonGenerator json, LocalDate prices) throws IOException {
        begin(json, prices);
        json.writeArrayFieldStart("models");
        for (var model : List.copyOf(new TreeMap<>(unpriced).entrySet())) {
            json.writeStartObject();
            json.writeStringField("model", model.getKey().name());
            write(json, model.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private void begin(JsonGenerator json, LocalDate prices) throws IOException {
        json.writeObjectFieldStart("cost");
        json.writeStringField("usd", priced == 0 && !unpriced.isEmpty() ? null : usd.usd());
        json.writeBooleanField("estimate", estimated > 0);
        json.writeStringField("prices", prices.toString());
        json.writeObjectFieldStart("unpriced");
        write(json, unpriced.values().stream().reduce(new Unpriced(0, 0), Unpriced::plus));
    }

    private static void write(JsonGenerator json, Unpriced amount) throws IOException {
        json.writeNumberField("requests", amount.requests());
        json.writeNumberField("tokens", amount.tokens());
    }
}
