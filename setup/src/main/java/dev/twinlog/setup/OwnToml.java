package dev.twinlog.setup;

import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// Parses TOML that people write. The parser goes down a level of its stack with each nested value and may
/// fail on what nobody writes: then that is a problem of the text, and nothing of Twinlog's ends by it.
final class OwnToml {
    /// Settings and prices of a person fit in far less; more is another file by mistake. The parser takes
    /// more than a hundred times as much memory as its text, and that much of it in the daemon is bearable.
    static final int BYTES_MAX = 64 << 10;

    private OwnToml() {}

    /// @param name what messages call the text
    /// @throws SettingsProblem when the parser cannot even tell what is wrong with it; errors that it can
    ///                         tell are in the result
    static TomlParseResult parse(String name, String text) throws SettingsProblem {
        try {
            return Toml.parse(text);
        } catch (StackOverflowError e) {
            throw new SettingsProblem(
                    name + " has values nested too deeply to be read: write it with fewer lists and tables inside one"
                            + " another",
                    e);
        } catch (RuntimeException e) {
            throw new SettingsProblem(
                    name + " cannot be read as TOML: take out what was changed last, or move it away (" + e + ")", e);
        }
    }
}
