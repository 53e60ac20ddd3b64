package dev.twinlog.app.cli;

import dev.twinlog.app.Answers;
import dev.twinlog.app.DaemonLock;
import dev.twinlog.app.DaemonPlace;
import dev.twinlog.app.Question;
import dev.twinlog.app.Questions;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.Wiring;
import dev.twinlog.setup.FileTrouble;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.PageToken;
import dev.twinlog.setup.Settings;
import dev.twinlog.setup.SettingsProblem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a command line is run in.
///
/// @param environment the variables of the process
/// @param osName      the system property `os.name`
record Surroundings(Map<String, String> environment, String osName, Terminal terminal, Wiring wiring) {
    Folders folders() throws SettingsProblem {
        return Folders.of(environment, osName);
    }

    Settings settings() throws SettingsProblem, IOException {
        return Settings.read(folders(), environment);
    }

    /// What is wrong with the settings, or null.
    @Nullable
    String settingsProblem() throws SettingsProblem {
        try {
            settings();
            return null;
        } catch (SettingsProblem e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            return FileTrouble.words(e);
        }
    }

    /// The settings; those of nobody's choice where they cannot be understood, for who only looks for what is wrong.
    Settings settingsOrUsual() throws SettingsProblem {
        try {
            return settings();
        } catch (SettingsProblem | IOException e) {
            return Settings.usual(folders());
        }
    }

    /// Who answers this question: the daemon if one holds the lock and serves; else this process, with the lock for
    /// work that writes, and read-only for all other.
    Answers answersFor(Question question) throws Refusal, SettingsProblem, IOException {
        var daemon = daemon();
        if (daemon.isPresent()) return daemon.get();
        boolean reads = Questions.READING.contains(question.name()) || question instanceof Question.Restore;
        return reads ? wiring.reading(folders(), settings()) : wiring.working(folders(), settings());
    }

    /// Says that an answer is partial, over what may be drawn there that the answer is waited for.
    private void partial(String percent) {
        var err = terminal.err();
        if (terminal.errShown()) err.print(ProgressReport.ERASE_LINE);
        terminal.say("the import is at " + percent + " %: this answer is partial");
    }

    /// The daemon of the data folder, to hear its live feed.
    ///
    /// @throws Refusal when none serves
    DaemonAddress daemonAddress() throws Refusal, SettingsProblem, IOException {
        return address()
                .orElseThrow(() -> new Refusal(
                        Refusal.Reason.UNABLE,
                        "no daemon runs, so nothing happens that could be followed: start it with `twinlog up`,"
                                + " in another terminal"));
    }

    /// Whether a daemon of the data folder serves.
    boolean isServed() throws SettingsProblem, IOException {
        return address().isPresent();
    }

    /// The operations of the daemon of the data folder.
    ///
    /// @throws Refusal when none serves
    RpcClient rpc() throws Refusal, SettingsProblem, IOException {
        var found = address()
                .orElseThrow(() -> new Refusal(
                        Refusal.Reason.UNABLE, "no daemon runs: start it with `twinlog up`, in another terminal"));
        return new RpcClient(found.port(), found.token());
    }

    /// Where a daemon serves, and what it takes to be let in.
    record DaemonAddress(int port, String token) {}

    /// The daemon of the data folder, to be asked; empty when none serves.
    Optional<Answers> daemon() throws SettingsProblem, IOException {
        return address().map(found -> new DaemonClient(found.port(), found.token(), this::partial));
    }

    /// The daemon of the data folder. A place on record counts only if the holder of the lock wrote it: a killed
    /// daemon's port may belong to anybody by now, who must not be shown our token.
    private Optional<DaemonAddress> address() throws SettingsProblem, IOException {
        var data = folders().data();
        var holder = DaemonLock.holder(data);
        if (holder.isEmpty()) return Optional.empty();
        var place = DaemonPlace.read(data)
                .filter(found -> found.pid() == holder.get().pid());
        var token = PageToken.read(data);
        return place.isPresent() && token.isPresent()
                ? Optional.of(new DaemonAddress(place.get().port(), token.get().reveal()))
                : Optional.empty();
    }
}
