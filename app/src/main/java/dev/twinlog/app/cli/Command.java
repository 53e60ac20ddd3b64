package dev.twinlog.app.cli;

/// Something that the user can order.
interface Command {
    Spec spec();

    /// Does it, and gives the exit code. What it throws is told to the user by {@link Cli}.
    int run(Arguments arguments, Surroundings surroundings) throws Exception;
}
