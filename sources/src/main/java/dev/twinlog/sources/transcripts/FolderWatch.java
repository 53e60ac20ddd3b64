package dev.twinlog.sources.transcripts;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The platform's watch service over folders, never over files. One service for all folders, so that on
/// Linux the mark of a barrier comes after every earlier change.
final class FolderWatch implements FolderEvents, AutoCloseable {
    private static final String MARK = "barrier-";

    private final WatchService service;
    private final Path markFolder;
    private final int foldersMax;
    private final TreeMap<String, Watched> watched = new TreeMap<>();
    private volatile int keys;

    private record Watched(WatchKey key, Stamp stamp) {}

    private FolderWatch(WatchService service, Path markFolder, int foldersMax) {
        this.service = service;
        this.markFolder = markFolder;
        this.foldersMax = foldersMax;
    }

    /// A watch that also tells of the marks made in `markFolder`.
    ///
    /// @throws IOException when the platform gives no watch, or `markFolder` cannot be watched
    static FolderWatch open(Path markFolder, int foldersMax) throws IOException {
        var service = markFolder.getFileSystem().newWatchService();
        try {
            markFolder.register(service, StandardWatchEventKinds.ENTRY_CREATE);
        } catch (IOException refused) {
            service.close();
            throw refused;
        }
        return new FolderWatch(service, markFolder, foldersMax);
    }

    /// Whether a mark comes after every earlier change. Elsewhere than on Linux each folder has a queue of
    /// its own, or is polled.
    boolean ordered() {
        return System.getProperty("os.name", "").equals("Linux");
    }

    static String markName(long number) {
        return MARK + number;
    }

    @Override
    public @Nullable String watch(Path folder, Stamp stamp) {
        var name = folder.toString();
        var before = watched.get(name);
        if (before != null && before.key().isValid() && before.stamp().sameFile(stamp)) return null;
        if (before != null) before.key().cancel();
        watched.remove(name);
        if (watched.size() >= foldersMax) return "more than " + foldersMax + " folders";
        try {
            watched.put(name, new Watched(register(folder), stamp));
            keys = watched.size();
            return null;
        } catch (IOException refused) {
            return "the system refuses to watch it: " + IoWords.of(refused);
        }
    }

    /// A folder that was moved here still has the key of its old place, under its old name: that one is
    /// given up.
    private WatchKey register(Path folder) throws IOException {
        var key = registered(folder);
        if (key.watchable().equals(folder)) return key;
        watched.remove(key.watchable().toString());
        key.cancel();
        return registered(folder);
    }

    private WatchKey registered(Path folder) throws IOException {
        return folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
    }

    @Override
    public void forget(Path folder) {
        var name = folder.toString();
        var itself = watched.remove(name);
        if (itself != null) itself.key().cancel();
        var below = watched.subMap(name + "/", name + "0");
        below.values().forEach(one -> one.key().cancel());
        below.clear();
        keys = watched.size();
    }

    @Override
    public boolean watches(Path folder) {
        return watched.containsKey(folder.toString());
    }

    /// Passes on what happens until this watch is closed or the thread is interrupted.
    void listen(Inbox inbox) {
        try {
            while (true) passOn(service.take(), inbox);
        } catch (ClosedWatchServiceException | InterruptedException end) {
            inbox.nudge();
        }
    }

    /// A key that has new events when it is reset goes to the end of the queue, maybe behind a younger mark.
    /// So a mark is passed on only when the keys that were waiting beside it are through.
    private void passOn(WatchKey first, Inbox inbox) {
        var marks = new ArrayList<Change.Mark>();
        int most = keys + 2;
        for (@Nullable WatchKey key = first; key != null; key = most-- > 0 ? service.poll() : null)
            marks.addAll(events(key, inbox));
        marks.forEach(inbox::put);
    }

    private List<Change.Mark> events(WatchKey key, Inbox inbox) {
        var folder = (Path) key.watchable();
        var marks = new ArrayList<Change.Mark>();
        for (var event : key.pollEvents()) {
            if (event.kind() == StandardWatchEventKinds.OVERFLOW) inbox.overflow();
            else if (!folder.equals(markFolder)) inbox.put(new Change.Touched(folder, name(event)));
            else if (name(event).startsWith(MARK)) marks.add(new Change.Mark(number(name(event))));
        }
        if (!key.reset()) inbox.put(new Change.FolderGone(folder));
        return marks;
    }

    private static String name(WatchEvent<?> event) {
        return String.valueOf(event.context());
    }

    private static long number(String mark) {
        try {
            return Long.parseLong(mark.substring(MARK.length()));
        } catch (NumberFormatException foreign) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
