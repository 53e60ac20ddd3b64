package dev.twinlog.app.cli;

import dev.twinlog.app.Refusal;
import dev.twinlog.setup.SettingKeys;
import dev.twinlog.setup.SettingsBook;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.util.List;

/// The kill switch in `config.toml` while no daemon runs that would follow it.
final class KillSwitchLine {
    private KillSwitchLine() {}

    /// Writes it, for the next start.
    ///
    /// @throws Refusal when a variable of the environment would decide it there
    static void write(Surroundings surroundings, boolean on) throws Refusal, SettingsProblem, IOException {
        var key = SettingKeys.STREAM_KILL_SWITCH;
        var book = new SettingsBook(surroundings.folders(), surroundings.environment());
        book.set(key, List.of(Boolean.toString(on)));
        if (book.isOverridden(key))
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    key.key() + " is now " + on + " in config.toml, and the variable " + key.variable()
                            + " overrides it: start Twinlog without the variable");
    }
}
