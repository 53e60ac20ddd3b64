/// Views answer: what the store says, in the shapes that users and programs rely on. They never write.
@NullMarked
package dev.twinlog.views;

import org.jspecify.annotations.NullMarked;
