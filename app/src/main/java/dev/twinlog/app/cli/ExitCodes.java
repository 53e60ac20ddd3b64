package dev.twinlog.app.cli;

/// How a command ends.
final class ExitCodes {
    static final int DONE = 0;
    /// A check or gate said no.
    static final int NO = 1;
    static final int WRONG_USAGE = 2;
    /// The reason is on stderr.
    static final int NOT_DONE = 3;

    private ExitCodes() {}
}
