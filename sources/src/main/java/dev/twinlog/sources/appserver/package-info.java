/// Hears Codex' live stream: the app-server that the user's own Codex runs, or a child of ours.
@NullMarked
package dev.twinlog.sources.appserver;

import org.jspecify.annotations.NullMarked;
