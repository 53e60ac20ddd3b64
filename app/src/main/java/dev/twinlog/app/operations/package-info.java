/// What an operator can have done at `/rpc`, by the names that operators know (SPEC 10), and what it takes.
@NullMarked
package dev.twinlog.app.operations;

import org.jspecify.annotations.NullMarked;
