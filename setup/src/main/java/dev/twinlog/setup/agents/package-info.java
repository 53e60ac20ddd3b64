/// How the agents are told to send their telemetry to Twinlog: what would be written into their settings,
/// and how it is taken back. What decides is pure, from text to text; {@link
/// dev.twinlog.setup.agents.Setup} alone touches files.
@NullMarked
package dev.twinlog.setup.agents;

import org.jspecify.annotations.NullMarked;
