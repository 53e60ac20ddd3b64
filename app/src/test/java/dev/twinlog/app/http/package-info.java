@NullMarked
package dev.twinlog.app.http;

import org.jspecify.annotations.NullMarked;
