package dev.twinlog.store;

import dev.twinlog.model.Chosen;
import dev.twinlog.model.FieldGroup;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What full-text search finds an event by: the texts of its content and of how it ended. Whoever hands over
/// {@link Batch.EventRow#texts()} takes them from here, since the index may also read them back from the body.
public final class SearchText {
    private static final Set<FieldGroup> SEARCHED =
            EnumSet.of(FieldGroup.INPUT, FieldGroup.OUTPUT, FieldGroup.LIVE, FieldGroup.OUTCOME);

    private SearchText() {}

    /// The texts, in the order of groups and names; may be empty.
    public static List<String> of(Map<FieldGroup, Chosen> groups) {
        var texts = new ArrayList<String>(4);
        for (var group : groups.entrySet()) {
            if (!SEARCHED.contains(group.getKey())) continue;
            group.getValue().fields().forEach((_, value) -> {
                if (value instanceof String text && !text.isEmpty()) texts.add(text);
            });
        }
        return texts;
    }

    /// The texts of a stored body.
    public static List<String> ofBody(byte[] body) {
        return of(EventBody.decode(body));
    }
}
