/// Reconcile decides: from the set of what was heard to one narrative, the same for every order of arrival
/// (SPEC 3). Pure: values in, values out; no clock, no file, no thread.
@NullMarked
package dev.twinlog.reconcile;

import org.jspecify.annotations.NullMarked;
