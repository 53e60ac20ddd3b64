package dev.twinlog.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.setup.Folders;
import dev.twinlog.setup.Settings;
import dev.twinlog.store.EmbeddedStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PulseTest {
    @TempDir
    Path folder;

    @Test
    void the_last_change_of_mode_is_kept_though_no_other_beat_comes() throws Exception {
        var folders = Folders.of(Map.of("HOME", folder.toString()), "Linux");
        var engine = Engine.open(folders, Settings.usual(folders), Clock.systemUTC());
        engine.mode().look();
        new Pulse(engine, engine.mode()).close();
        engine.close();
        try (var store = EmbeddedStore.openToRead(new Places(folders.data()).store())) {
            assertThat(Chronicle.in(store).modes().total()).isEqualTo(1);
        }
    }
}
