package dev.twinlog.app;

/// Which Twinlog this is.
public final class Version {
    private Version() {}

    /// What `--version` prints.
    public static String line() {
        return "twinlog " + text();
    }

    /// The version in the jar's manifest; `development` when run from classes.
    public static String text() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
