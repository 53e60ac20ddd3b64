package dev.twinlog.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import dev.twinlog.app.DaemonLock;
import dev.twinlog.app.Question;
import dev.twinlog.app.Refusal;
import dev.twinlog.app.cli.Terminal.Style;
import dev.twinlog.app.doctor.Diagnosis;
import dev.twinlog.app.doctor.Examination;
import dev.twinlog.app.doctor.Finding;
import dev.twinlog.app.doctor.Finding.State;
import dev.twinlog.app.doctor.ModeDiagnosis;
import dev.twinlog.app.doctor.StreamDiagnosis;
import dev.twinlog.app.doctor.StreamFacts;
import dev.twinlog.app.rescue.ClaudeSettings;
import dev.twinlog.setup.SettingsProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `twinlog doctor`: finds what keeps agents from being heard, and says what to do.
final class DoctorCommand implements Command {
    /// Sessions whose projects are looked at, the newest.
    private static final int SESSIONS_MAX = 50;

    private static final Spec SPEC = new Spec(
            "doctor",
            "Find what keeps the agents from being heard, and say what to do.",
            List.of(Spec.Option.flag("--json", "Print the answer as JSON.")),
            List.of(),
            List.of(
                    "",
                    "Looks at the daemon, its ports, the agents' settings and what overrides them, whether telemetry",
                    "arrives, space, permissions, the clock and the live stream. Ends with 1 when there is a problem.",
                    "",
                    "Examples:",
                    "  twinlog doctor",
                    "  twinlog doctor --json | jq '.findings[] | select(.state != \"ok\")'"));

    @Override
    public Spec spec() {
        return SPEC;
    }

    @Override
    public int run(Arguments arguments, Surroundings surroundings) throws Exception {
        var terminal = surroundings.terminal();
        var folders = surroundings.folders();
        var settings = surroundings.settingsOrUsual();
        boolean running = Files.isDirectory(folders.data())
                && DaemonLock.holder(folders.data()).isPresent();
        var status = RunningDaemon.status(surroundings);
        boolean silent = running && status == null; // it is not asked again
        var examination = new Examination(
                folders,
                settings,
                surroundings.environment(),
                ClaudeSettings.of(surroundings.osName()).managed(),
                Path.of("/proc"),
                silent ? Set.of(here()) : projects(surroundings));
        var stored = running ? null : RunningDaemon.stored(surroundings);
        var findings = new ArrayList<>(unreadable(surroundings));
        findings.addAll(Diagnosis.of(
                examination.circumstances(running, status, stored, terminal.clock()),
                arguments.has("--json") ? DoctorCommand::time : at -> Words.minute(time(at), terminal.zone())));
        findings.addAll(ModeDiagnosis.of(status));
        findings.addAll(StreamDiagnosis.of(
                StreamFacts.of(folders, settings, silent ? null : RunningDaemon.sidecar(surroundings))));
        if (arguments.has("--json"))
            terminal.out()
                    .println(JsonTree.text(Map.of(
                            "findings",
                            findings.stream().map(DoctorCommand::json).toList())));
        else findings.forEach(finding -> show(finding, terminal));
        return findings.stream().anyMatch(finding -> finding.state() == State.PROBLEM) ? ExitCodes.NO : ExitCodes.DONE;
    }

    /// What is wrong with the settings; all else is looked at all the same.
    private static List<Finding> unreadable(Surroundings surroundings) throws SettingsProblem {
        var problem = surroundings.settingsProblem();
        return problem == null
                ? List.of()
                : List.of(new Finding(
                        "settings",
                        State.PROBLEM,
                        problem,
                        "put it right; until then Twinlog does not start, and what follows is looked at as if nothing"
                                + " was set"));
    }

    private static String time(long at) {
        return Instant.ofEpochMilli(at).toString();
    }

    /// Where agents work: here, and where the newest sessions ran.
    private static Set<Path> projects(Surroundings surroundings) throws Exception {
        var projects = new LinkedHashSet<Path>();
        projects.add(here());
        var question = new Question.Sessions(null, null, null, null, SESSIONS_MAX);
        var bytes = new ByteArrayOutputStream();
        try (var answers = surroundings.answersFor(question)) {
            question.ask(answers, bytes);
            try (var json = new JsonFactory().createParser(bytes.toByteArray())) {
                json.nextToken();
                if (JsonTree.read(json) instanceof List<?> sessions) sessions.forEach(one -> addProject(one, projects));
            }
        } catch (Refusal | SettingsProblem | IOException nothingCaptured) {
            // then there are none to look at
        }
        return projects;
    }

    private static Path here() {
        return Path.of("").toAbsolutePath();
    }

    private static void addProject(@Nullable Object session, Set<Path> projects) {
        if (!(session instanceof Map<?, ?> facts) || !(facts.get("project") instanceof String project)) return;
        try {
            var path = Path.of(project);
            if (path.isAbsolute()) projects.add(path);
        } catch (InvalidPathException e) {
            // an agent may have run in what is no path here
        }
    }

    private static Map<String, @Nullable Object> json(Finding finding) {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("check", finding.check());
        facts.put("state", finding.state().wire());
        facts.put("what", finding.what());
        facts.put("next", finding.next());
        return facts;
    }

    private static void show(Finding finding, Terminal terminal) {
        var style = switch (finding.state()) {
            case OK -> Style.FAINT;
            case WARNING -> Style.ODD;
            case PROBLEM -> Style.BAD;
            case CANNOT_TELL -> Style.PLAIN;
        };
        var state = Cells.fit(finding.state().wire().replace('_', ' '), 12, false);
        var lines = new ArrayList<>(Cells.broken(finding.check() + ": " + finding.what(), terminal.room(13)));
        terminal.out().println(terminal.styled(style, state) + " " + lines.removeFirst());
        lines.forEach(line -> terminal.out().println(" ".repeat(13) + line));
        var next = finding.next();
        if (next == null) return;
        for (var line : Cells.broken("next: " + next, terminal.room(13)))
            terminal.out().println(" ".repeat(13) + line);
    }
}
