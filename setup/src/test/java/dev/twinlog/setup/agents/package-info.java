@NullMarked
package dev.twinlog.setup.agents;

import org.jspecify.annotations.NullMarked;
