@NullMarked
package dev.twinlog.app.operations;

import org.jspecify.annotations.NullMarked;
