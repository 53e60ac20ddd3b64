package dev.twinlog.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.twinlog.model.Chosen;
import dev.twinlog.model.FieldGroup;
import dev.twinlog.model.Fields;
import dev.twinlog.model.Witness;
import java.io.IOException;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// The stored form of an event's fields: canonical JSON, `{GROUP: {"f": {NAME: VALUE, …}, "w": WITNESS},
/// …}`, groups in the order of {@link FieldGroup}, names sorted, no white space. Equal fields have equal bytes.
public final class EventBody {
    private static final JsonFactory JSON = new JsonFactory();
    /// Room for all but the texts of most bodies.
    private static final int ROOM_LEAST = 512;
    /// A text gets room for one escape in so many characters, as a power of two.
    private static final int ESCAPED_SHIFT = 4;

    private EventBody() {}

    /// The canonical bytes.
    public static byte[] encode(SortedMap<FieldGroup, Chosen> groups) {
        var json = new JsonBytes(room(groups)).raw("{");
        var before = "";
        for (var group : groups.entrySet()) {
            json.raw(before).string(group.getKey().wire()).raw(":{\"f\":{");
            write(json, group.getValue().fields());
            json.raw("},\"w\":").string(group.getValue().witness().wire()).raw("}");
            before = ",";
        }
        return json.raw("}").toBytes();
    }

    private static int room(SortedMap<FieldGroup, Chosen> groups) {
        var room = new int[] {ROOM_LEAST};
        for (var chosen : groups.values())
            chosen.fields().forEach((name, value) -> {
                if (value instanceof String text) room[0] += text.length() + (text.length() >> ESCAPED_SHIFT);
            });
        return room[0];
    }

    private static void write(JsonBytes json, Fields fields) {
        var before = new String[] {""};
        fields.forEach((name, value) -> {
            json.raw(before[0]).string(name).raw(":");
            writeValue(json, value);
            before[0] = ",";
        });
    }

    private static void writeValue(JsonBytes json, Object value) {
        switch (value) {
            case String text -> json.string(text);
            case Double number when !Double.isFinite(number) -> json.string(number.toString());
            case Long _, Double _, Boolean _ -> json.raw(value.toString());
            default -> throw new IllegalArgumentException("no field value: " + value.getClass());
        }
    }

    /// The fields of stored bytes.
    ///
    /// @throws StoreException when they are not what {@link #encode} writes
    public static SortedMap<FieldGroup, Chosen> decode(byte[] body) {
        var groups = new TreeMap<FieldGroup, Chosen>();
        try (var json = JSON.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var group = FieldGroup.valueOf(json.currentName().toUpperCase(Locale.ROOT));
                groups.put(group, readChosen(json));
            }
        } catch (IOException | RuntimeException e) {
            throw new StoreException("an event's body is damaged; `twinlog rebuild` makes the store anew", e);
        }
        return groups;
    }

    private static Chosen readChosen(JsonParser json) throws IOException {
        var fields = new Fields.Builder();
        json.nextToken(); // {
        json.nextToken(); // "f"
        json.nextToken(); // {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            switch (json.nextToken()) {
                case VALUE_STRING -> fields.put(name, json.getText());
                case VALUE_NUMBER_INT -> fields.put(name, json.getLongValue());
                case VALUE_NUMBER_FLOAT -> fields.put(name, json.getDoubleValue());
                case VALUE_TRUE -> fields.put(name, true);
                case VALUE_FALSE -> fields.put(name, false);
                default -> throw new IOException("unexpected " + json.currentToken());
            }
        }
        json.nextToken(); // "w"
        json.nextToken();
        var witness = Witness.ofWire(json.getText());
        json.nextToken(); // }
        return new Chosen(witness, fields.build());
    }
}
