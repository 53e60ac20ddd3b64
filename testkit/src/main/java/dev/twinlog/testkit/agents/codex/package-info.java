/// The model that the real Codex is given, and how Codex is run with it.
@NullMarked
package dev.twinlog.testkit.agents.codex;

import org.jspecify.annotations.NullMarked;
