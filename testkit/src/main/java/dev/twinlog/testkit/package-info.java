/// The test kit: worlds, contracts and fakes that tests of several rooms share.
@NullMarked
package dev.twinlog.testkit;

import org.jspecify.annotations.NullMarked;
