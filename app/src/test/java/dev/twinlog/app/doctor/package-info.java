@NullMarked
package dev.twinlog.app.doctor;

import org.jspecify.annotations.NullMarked;
