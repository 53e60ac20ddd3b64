package dev.twinlog.app.operations;

import dev.twinlog.app.Refusal;
import dev.twinlog.setup.FileTrouble;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.SettingKeys;
import dev.twinlog.setup.SettingsBook;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A setting that is on or off, and that a running Twinlog follows. `config.toml` alone says which: who turns it here
/// writes it there, and who edits the file turns it here. Safe for use by many threads.
public final class FollowedSwitch {
    /// Which one.
    public enum Which {
        /// The kill switch of the live stream.
        KILL_SWITCH(SettingKeys.STREAM_KILL_SWITCH, "kill_switch"),
        /// Whether anything is captured at all.
        INGEST(SettingKeys.AUTO_INGEST, "ingest");

        private final SettingKeys key;
        private final String act;

        Which(SettingKeys key, String act) {
            this.key = key;
            this.act = act;
        }
    }

    /// Follows the switch.
    @FunctionalInterface
    public interface Follower {
        /// It is on or off now. Must not wait.
        void turned(boolean on);
    }

    private final Which which;
    private final Folders folders;
    private final SettingsBook book;
    private final Follower follower;
    private final OperatorActs acts;
    private boolean on;
    private @Nullable Stamp seen;

    /// What tells that a file is another one than before.
    private record Stamp(@Nullable Object key, long size, long modified) {
        static final Stamp NONE = new Stamp(null, -1, -1);
    }

    /// @param atStart what the settings said when the process started, and the follower knows
    public FollowedSwitch(
            Which which,
            Folders folders,
            Map<String, String> environment,
            boolean atStart,
            Follower follower,
            OperatorActs acts) {
        this.which = which;
        this.folders = folders;
        this.book = new SettingsBook(folders, environment);
        this.on = atStart;
        this.follower = follower;
        this.acts = acts;
    }

    public synchronized boolean isOn() {
        return on;
    }

    /// Writes it into the config, and has it followed. What is so already is written all the same where the file does
    /// not say it.
    ///
    /// @param by the door
    /// @throws Refusal when a variable of the environment overrides it, or the file cannot be changed
    public synchronized void turn(boolean wanted, String by) throws Refusal {
        var key = which.key;
        if (book.isOverridden(key))
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    "the variable " + key.variable() + " decides " + key.key()
                            + " for this Twinlog: start it again without the variable, or with another value");
        try {
            book.set(key, List.of(Boolean.toString(wanted)));
        } catch (SettingsProblem e) {
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new Refusal(Refusal.Reason.UNABLE, key.key() + " was not written: " + FileTrouble.words(e), e);
        }
        follow(wanted, by);
    }

    /// Follows what was written among other settings. The file is looked at again, since somebody else may have written
    /// it meanwhile.
    ///
    /// @param by the door
    synchronized void written(boolean wanted, String by) {
        seen = null;
        follow(wanted, by);
    }

    /// Looks whether the file says something else than before. One that is broken says nothing.
    public synchronized void look() {
        var now = stamp();
        if (now.equals(seen)) return;
        try {
            boolean written = Boolean.TRUE.equals(book.get(which.key).value());
            seen = now;
            follow(written, "config");
        } catch (SettingsProblem | IOException e) {
            // the status tells of a file that is broken; it is looked at again
        }
    }

    private void follow(boolean wanted, String by) {
        if (on == wanted) return;
        on = wanted;
        acts.note(which.act + (wanted ? "_on" : "_off"), by);
        follower.turned(wanted);
    }

    /// Asked each second, so it makes no exception of a file that is not there, which is usual.
    private Stamp stamp() {
        try {
            if (!Files.exists(folders.settingsFile())) return Stamp.NONE;
            var facts = Files.readAttributes(folders.settingsFile(), BasicFileAttributes.class);
            return new Stamp(
                    facts.fileKey(), facts.size(), facts.lastModifiedTime().toMillis());
        } catch (IOException e) {
            return Stamp.NONE;
        }
    }
}
