package dev.twinlog.app.operations;

import dev.twinlog.app.Refusal;
import dev.twinlog.setup.Nearest;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The parameters of one call, whole and checked against the table.
final class Given {
    private final Map<String, String> values;

    private Given(Map<String, String> values) {
        this.values = values;
    }

    /// Checks parameters.
    ///
    /// @throws Refusal with `WRONG_QUESTION` naming the parameter that is unknown, missing or makes no sense
    static Given of(Operation operation, Map<String, String> values) throws Refusal {
        var names = operation.parameters().stream().map(Parameter::name).toList();
        for (var name : new TreeMap<>(values).keySet()) {
            if (names.contains(name)) continue;
            var takes = names.isEmpty() ? "; it takes none" : Nearest.hint(name, names);
            throw wrong(operation.wire() + " has no parameter '" + shortened(name) + "'" + takes);
        }
        for (var parameter : operation.parameters()) check(operation, parameter, values.get(parameter.name()));
        return new Given(Map.copyOf(values));
    }

    private static void check(Operation operation, Parameter parameter, @Nullable String value) throws Refusal {
        if (value == null) {
            if (parameter.required())
                throw wrong(operation.wire() + " needs the parameter '" + parameter.name() + "', "
                        + parameter.type().wire() + ": " + parameter.doc());
            return;
        }
        boolean right = switch (parameter.type()) {
            case STRING -> true;
            case BOOLEAN -> value.equals("true") || value.equals("false");
            case INTEGER -> isNumber(value);
        };
        if (!right)
            throw wrong(parameter.name() + " must be " + words(parameter.type()) + ", not '" + shortened(value) + "'");
    }

    private static String words(Parameter.Type type) {
        return switch (type) {
            case STRING -> "a text";
            case BOOLEAN -> "true or false";
            case INTEGER -> "a number from 1";
        };
    }

    private static boolean isNumber(String value) {
        try {
            return Integer.parseInt(value) > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String shortened(String text) {
        int shown = 100;
        return text.length() <= shown ? text : text.substring(0, shown) + "…";
    }

    static Refusal wrong(String message) {
        return new Refusal(Refusal.Reason.WRONG_QUESTION, message);
    }

    /// All of them, by name.
    Map<String, String> all() {
        return new TreeMap<>(values);
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    /// One that the table requires.
    String needed(String name) {
        var value = values.get(name);
        if (value == null) throw new IllegalStateException("the table does not require " + name);
        return value;
    }

    /// A flag, which is false when it is not given.
    boolean flag(String name) {
        return "true".equals(values.get(name));
    }

    int number(String name, int otherwise) {
        var value = values.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
