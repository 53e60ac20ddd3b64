package dev.twinlog.model;

import java.util.Locale;

/// What an observation did on arrival (SPEC 3.5), strongest first: the first that fits is its verdict.
public enum Verdict {
    /// It took a field group that another observation held.
    REPLACED,
    /// It filled an empty field group.
    ACCEPTED,
    /// Nothing new, or different from its own witness.
    DUPLICATE,
    /// Weaker in all it said.
    DROPPED,
    /// Not an arrival: a later link or change of owner joined it to another.
    LINKED;

    private final String wire = name().toLowerCase(Locale.ROOT);

    public String wire() {
        return wire;
    }
}
