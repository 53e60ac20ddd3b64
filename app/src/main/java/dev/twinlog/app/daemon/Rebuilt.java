package dev.twinlog.app.daemon;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.store.StoreReader;
import dev.twinlog.store.StoreReader.SessionFilter;
import java.io.IOException;

/// What a store that was made anew tells of itself.
///
/// @param sessions how many it has
/// @param damage   what the journal no longer tells whole, so that it was kept as it was
record Rebuilt(long sessions, DamageNote damage) {
    static Rebuilt of(StoreReader store, DamageNote damage) {
        return new Rebuilt(store.sessions(SessionFilter.ALL).size(), damage);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeNumberField("sessions", sessions);
        json.writeArrayFieldStart("problems");
        for (var problem : damage.problems()) json.writeString(problem);
        json.writeEndArray();
    }
}
