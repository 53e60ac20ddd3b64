package dev.twinlog.sources.appserver;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a child is started.
///
/// @param command     its program by an absolute path, and its arguments
/// @param environment whole: it gets nothing else
/// @param folder      it runs in; ours, made when it is not there
record ChildSpec(List<String> command, SortedMap<String, String> environment, Path folder) {
    ChildSpec {
        command = List.copyOf(command);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    }
}
