package dev.twinlog.app.daemon;

import dev.twinlog.app.Addresses;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Daemon;
import dev.twinlog.app.DaemonLock;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.Wiring;
import dev.twinlog.app.rescue.ClaudeSettings;
import dev.twinlog.app.rescue.Rescue;
import dev.twinlog.setup.Folders;
import dev.twinlog.setup.PriceBook;
import dev.twinlog.setup.Settings;
import dev.twinlog.setup.SettingsDrift;
import dev.twinlog.store.EmbeddedStore;
import dev.twinlog.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/// Makes the parts and joins them, for each way to run Twinlog.
public final class LiveWiring implements Wiring {
    private final Clock clock;
    private final Map<String, String> environment;

    /// @param environment of this process; some of it is passed on to our own app-server
    public LiveWiring(Clock clock, Map<String, String> environment) {
        this.clock = clock;
        this.environment = Map.copyOf(environment);
    }

    /// In an empty environment.
    public LiveWiring(Clock clock) {
        this(clock, Map.of());
    }

    @Override
    public Daemon daemon(Folders folders, Settings settings) throws Refusal {
        return LiveDaemon.start(folders, settings, environment, clock);
    }

    @Override
    public Answers reading(Folders folders, Settings settings) throws Refusal {
        var places = new Places(folders.data());
        var almanac = almanac(folders, settings, clock);
        try {
            return new ReadingAnswers(
                    EmbeddedStore.openToRead(places.store()),
                    clock,
                    almanac,
                    new JournalAlone(places),
                    () -> working(folders, settings));
        } catch (StoreException e) {
            var why = new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
            return new WithoutStore(why, places, clock, almanac, settings, null);
        }
    }

    @Override
    public Answers working(Folders folders, Settings settings) throws Refusal {
        var lock = lock(folders);
        try {
            var engine = Engine.open(folders, settings, clock);
            try {
                engine.hear();
            } catch (IOException | InterruptedException | StoreException e) {
                engine.close();
                throw e;
            }
            return new LiveAnswers(
                    engine, almanac(folders, settings, clock), () -> new Addresses(null, null, null), () -> {
                        engine.close();
                        closeLock(lock);
                    });
        } catch (Refusal e) {
            if (e.getCause() instanceof StoreException)
                return new WithoutStore(
                        e,
                        new Places(folders.data()),
                        clock,
                        almanac(folders, settings, clock),
                        settings,
                        () -> closeLock(lock));
            closeLock(lock);
            throw e;
        } catch (IOException | InterruptedException | StoreException e) {
            closeLock(lock);
            throw new Refusal(Refusal.Reason.UNABLE, String.valueOf(e.getMessage()), e);
        }
    }

    static Almanac almanac(Folders folders, Settings settings, Clock clock) {
        var claude = ClaudeSettings.of(System.getProperty("os.name", ""));
        return new Almanac(
                new PriceBook(folders),
                new Rescue(folders, settings, SourceStart.roots(settings), claude, clock),
                SettingsDrift.since(folders));
    }

    static DaemonLock lock(Folders folders) throws Refusal {
        try {
            new Places(folders.data()).makeData();
            return DaemonLock.take(folders.data());
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Reason.UNABLE,
                    "cannot use the data folder " + folders.data() + ": " + Engine.words(e)
                            + "; make it writable, or name another with TWINLOG_HOME",
                    e);
        }
    }

    static void closeLock(DaemonLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StoreException("the lock could not be given back", e);
        }
    }
}
