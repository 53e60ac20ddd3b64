package dev.twinlog.model;

/// That two ids name the same thing within one session.
///
/// @param kind the kind of event that both name
public record Link(SessionId session, Kind kind, Alias one, Alias other) implements Heard {}
