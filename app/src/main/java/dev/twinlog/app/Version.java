package dev.twinlog.app;

/// Which Twinlog this is.
public final class Version {
    private Version() {}

    /// The version in the jar's manifest; `development` when run from classes.
    public static String text() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
