@org.jspecify.annotations.NullMarked
package dev.twinlog.reconcile.chronicle;
