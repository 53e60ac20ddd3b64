package dev.twinlog.views;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.model.prices.Price;
import dev.twinlog.model.prices.PriceRow;
import dev.twinlog.model.prices.PriceTable;
import dev.twinlog.model.prices.Prices;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// The prices in force: `{"date", "source", "own": null | {"date", "source", "file"}, "prices": [{"model",
/// "from", "over", "input", "output", "cacheRead", "cacheWrite", "cacheWrite1h", "place", "inForce"}]}`.
/// Dollars for a million tokens, as texts; `over` is the length of prompts beyond which a row holds, or null.
/// A row that is not in force gives way to one of the user's own table.
///
/// @param file the user's own table, whether it is there or not
public record PricesView(Prices prices, String file) implements Answer {

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeTable(json, prices.builtIn());
        var own = prices.own();
        if (own == null) {
            json.writeNullField("own");
        } else {
            json.writeObjectFieldStart("own");
            writeTable(json, own);
            json.writeStringField("file", file);
            json.writeEndObject();
        }
        json.writeArrayFieldStart("prices");
        for (var row : rows()) write(json, row);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeTable(JsonGenerator json, PriceTable table) throws IOException {
        json.writeStringField("date", table.date().toString());
        json.writeStringField("source", table.source());
    }

    private List<PriceRow> rows() {
        var rows = new ArrayList<PriceRow>();
        if (prices.own() != null) rows.addAll(prices.own().rows());
        rows.addAll(prices.builtIn().rows());
        return rows;
    }

    /// Of a beginning of names it can only be said that no other row has the same.
    private boolean inForce(PriceRow row) {
        return prices.rowsOf(row.model()).contains(row);
    }

    private void write(JsonGenerator json, PriceRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", row.model());
        json.writeStringField("from", row.from() == null ? null : row.from().toString());
        if (row.over().tokens() == 0) json.writeNullField("over");
        else json.writeNumberField("over", row.over().tokens());
        write(json, row.price());
        json.writeStringField("place", row.place());
        json.writeBooleanField("inForce", inForce(row));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Price price) throws IOException {
        write(json, "input", price.input());
        write(json, "output", price.output());
        write(json, "cacheRead", price.cacheRead());
        write(json, "cacheWrite", price.cacheWrite());
        write(json, "cacheWrite1h", price.cacheWrite1h());
    }

    private static void write(JsonGenerator json, String name, BigDecimal dollars) throws IOException {
        json.writeStringField(name, dollars.toPlainString());
    }
}
