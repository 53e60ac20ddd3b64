package dev.twinlog.setup;

import java.util.Locale;

/// The family of operating systems, as far as folders differ.
public enum Platform {
    LINUX,
    MACOS,
    WINDOWS;

    /// The family of a value of the system property `os.name`. Other Unixes follow the rules of Linux.
    public static Platform of(String osName) {
        var name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) return WINDOWS;
        return name.startsWith("mac") || name.startsWith("darwin") ? MACOS : LINUX;
    }
}
