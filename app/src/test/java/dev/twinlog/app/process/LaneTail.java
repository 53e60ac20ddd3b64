package dev.twinlog.app.process;

import java.io.IOException;
import java.util.List;

/// Nothing yet.
final class LaneTail implements AutoCloseable {
    private LaneTail() {}

    static LaneTail of(Household household) throws IOException {
        return new LaneTail();
    }

    List<JsonText> events(String session) {
        return List.of();
    }

    @Override
    public void close() {}
}
