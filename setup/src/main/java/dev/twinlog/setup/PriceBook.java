package dev.twinlog.setup;

import dev.twinlog.model.prices.PriceTable;
import dev.twinlog.model.prices.Prices;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Where prices come from: the table that comes with Twinlog, and `prices.toml` in the config folder, which is
/// read again when it changed. Nothing is read before somebody asks.
public final class PriceBook {
    /// What rows of the table that comes with Twinlog are said to stand in.
    public static final String BUILT_IN = "built in";

    private static final String RESOURCE = "prices.toml";

    private final Path file;
    private @Nullable PriceTable builtIn;
    private @Nullable Own own;

    /// @param stamp what told apart this text of the file from others
    private record Own(String stamp, PriceTable table) {}

    public PriceBook(Folders folders) {
        this.file = folders.config().resolve("prices.toml");
    }

    /// The user's own table, whether it is there or not.
    public Path file() {
        return file;
    }

    /// The prices in force now.
    ///
    /// @throws SettingsProblem when the user's own table cannot be read or understood; it is left as it is
    public synchronized Prices prices() throws SettingsProblem {
        if (builtIn == null) builtIn = readBuiltIn();
        return new Prices(builtIn, own());
    }

    private @Nullable PriceTable own() throws SettingsProblem {
        try {
            if (!Files.exists(file)) return null;
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var stamp = attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
            if (own == null || !own.stamp.equals(stamp)) {
                var text = SettingsFile.text(file);
                if (text == null) return null;
                own = new Own(stamp, PriceFile.read(file.toString(), text));
            }
            return own.table;
        } catch (IOException e) {
            throw new SettingsProblem("cannot read " + file + ": " + FileTrouble.words(e), e);
        }
    }

    private static PriceTable readBuiltIn() throws SettingsProblem {
        try (InputStream in = PriceBook.class.getResourceAsStream(RESOURCE)) {
            if (in == null) throw new SettingsProblem("this program lacks its part " + RESOURCE + ": install it anew");
            return PriceFile.read(BUILT_IN, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new SettingsProblem("cannot read " + RESOURCE + " of this program: " + e.getMessage(), e);
        }
    }
}
