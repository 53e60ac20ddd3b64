package dev.twinlog.model;

/// The fields of one group of an event, with the witness that they were taken from.
public record Chosen(Witness witness, Fields fields) {}
