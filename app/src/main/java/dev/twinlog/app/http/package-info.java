/// The doors over HTTP: `/api`, `/rpc`, health, and who may use them.
@NullMarked
package dev.twinlog.app.http;

import org.jspecify.annotations.NullMarked;
