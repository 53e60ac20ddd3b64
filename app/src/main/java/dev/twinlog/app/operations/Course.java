package dev.twinlog.app.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.operations.Step.Seen;
import dev.twinlog.views.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a sequence of steps went: all of them, or those up to one that failed and let nothing follow.
///
/// @param mode   the capture mode that was reached; null: it was not
/// @param note   what else is to be known of that mode, or null
/// @param millis that all took
public record Course(
        List<StepReport> steps,
        @Nullable String mode,
        @Nullable String note,
        long millis) implements Answer {
    public Course {
        steps = List.copyOf(steps);
    }

    /// Takes steps until one fails that the next ones need.
    ///
    /// @param told hears of each as it ends
    static List<StepReport> take(List<Step> steps, Pace pace, Consumer<StepReport> told) throws InterruptedException {
        var taken = new ArrayList<StepReport>();
        for (var step : steps) {
            long begun = pace.nanos();
            var seen = seen(step);
            var report = new StepReport(
                    step.name(),
                    seen.saw(),
                    seen.next(),
                    Duration.ofNanos(pace.nanos() - begun).toMillis());
            taken.add(report);
            told.accept(report);
            if (!report.ok() && !step.goesOn()) break;
        }
        return taken;
    }

    private static Seen seen(Step step) throws InterruptedException {
        try {
            return step.act().take();
        } catch (Refusal refusal) {
            return Seen.failed(
                    String.valueOf(refusal.getMessage()),
                    "`twinlog stream status` tells more; put it right, then try again");
        } catch (IOException e) {
            return Seen.failed(
                    "the daemon does not answer: " + e.getMessage(),
                    "look at its terminal, start it with `twinlog up`, then try again");
        }
    }

    /// The first step that failed, or null.
    public @Nullable StepReport failed() {
        return steps.stream().filter(step -> !step.ok()).findFirst().orElse(null);
    }

    @Override
    public void writeJson(JsonGenerator json) throws IOException {
        var failed = failed();
        json.writeStartObject();
        json.writeBooleanField("ok", failed == null);
        json.writeStringField("mode", mode);
        json.writeStringField("note", note);
        json.writeNumberField("seconds", millis / 1000.0);
        json.writeStringField("failed", failed == null ? null : failed.step());
        json.writeStringField("next", failed == null ? null : failed.next());
        json.writeArrayFieldStart("steps");
        for (var step : steps) {
            json.writeStartObject();
            json.writeStringField("step", step.step());
            json.writeBooleanField("ok", step.ok());
            json.writeStringField("saw", step.saw());
            json.writeStringField("next", step.next());
            json.writeNumberField("seconds", step.millis() / 1000.0);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
