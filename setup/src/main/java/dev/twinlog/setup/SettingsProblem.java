package dev.twinlog.setup;

/// A setting that cannot be understood. The message names the place, what is wrong, and what would be right.
public final class SettingsProblem extends Exception {
    private static final long serialVersionUID = 1L;

    public SettingsProblem(String message) {
        super(message);
    }

    public SettingsProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
