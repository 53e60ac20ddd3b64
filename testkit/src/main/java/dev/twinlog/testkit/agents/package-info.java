/// The real agents, driven offline: installed programs, a home and a project of their own, processes that can be
/// signalled and killed, and model servers that know what they sent.
@NullMarked
package dev.twinlog.testkit.agents;

import org.jspecify.annotations.NullMarked;
