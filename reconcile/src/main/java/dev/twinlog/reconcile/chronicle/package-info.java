/// What the journal's facts about Twinlog itself tell: how well it captured, and how the app-server fared. Pure.
@NullMarked
package dev.twinlog.reconcile.chronicle;

import org.jspecify.annotations.NullMarked;
