package dev.twinlog.app;

import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// The libraries of this machine that SQLite and zstd bring in their jars, unpacked once. Unpacked at each
/// start they take longer than most commands. The launcher names the files by `org.sqlite.lib.*` and
/// `ZstdNativePath`; without them all works, a little later. Why: docs/decisions/0001-starting.md.
final class NativeLibraries {
    /// The names under which the launcher looks for them, whatever the system calls its libraries.
    static final String SQLITE = "sqlite";

    static final String ZSTD = "zstd";

    /// Tells where SQLite's library lies unpacked; without it SQLite unpacks it for the time of this process.
    static final String UNPACKED = "org.sqlite.lib.path";

    private NativeLibraries() {}

    /// Unpacks both, and says where they are to what is started in this process. A file is put in place at
    /// once, so that nobody ever loads half of one. A library that is not found in its jar is left to its own
    /// search.
    static void keep(Path folder) throws IOException {
        Files.createDirectories(folder);
        var sqlite = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        if (unpacked(SQLiteJDBCLoader.class, sqlite, folder.resolve(SQLITE))) {
            System.setProperty(UNPACKED, folder.toString());
            System.setProperty("org.sqlite.lib.name", SQLITE);
        }
        var zstd = zstd(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        if (unpacked(Native.class, zstd, folder.resolve(ZSTD)))
            System.setProperty("ZstdNativePath", folder.resolve(ZSTD).toString());
    }

    /// Where zstd's jar has the library of a system; null for one that it is not asked for here.
    static @Nullable String zstd(String os, String arch) {
        var name = "/libzstd-jni-" + ZstdVersion.VERSION;
        if (os.equals("Linux")) return "/linux/" + arch + name + ".so";
        return os.startsWith("Mac") ? "/darwin/" + arch + name + ".dylib" : null;
    }

    private static boolean unpacked(Class<?> beside, @Nullable String resource, Path file) throws IOException {
        if (resource == null) return false;
        try (var library = beside.getResourceAsStream(resource)) {
            if (library == null) return false;
            var draft = Files.createTempFile(file.getParent(), "draft", null);
            Files.copy(library, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        }
    }
}
