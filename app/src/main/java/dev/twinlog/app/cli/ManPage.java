package dev.twinlog.app.cli;

import dev.twinlog.setup.SettingKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// The manual page, made from what the commands say of themselves.
///
/// @param version with the program's name
/// @param date    of the page, as `2026-01-31`
record ManPage(List<Spec> specs, String version, String date) {
    private static final String LINUX_DATA = "~/.local/share/dev.twinlog";
    private static final String LINUX_CONFIG = "~/.config/dev.twinlog";

    String text() {
        var page = new Roff()
                .title("TWINLOG", "1", date, version, "User Commands")
                .section("NAME")
                .macro("twinlog \\- record what coding agents did on this machine")
                .section("SYNOPSIS")
                .macro(".B twinlog")
                .macro(".I COMMAND")
                .macro("[arguments]")
                .section("DESCRIPTION")
                .text(
                        "Twinlog records what coding agents (Claude Code, OpenAI Codex) did: it reads the transcripts that"
                                + " they write, keeps them, settles what they say into one narrative for each session, and answers"
                                + " questions about it while it goes on capturing.");
        page.paragraph(
                "`twinlog up` captures and answers; the other commands ask it, or read the store when it is not running.");
        commands(page);
        settings(page);
        surroundings(page);
        exits(page);
        examples(page);
        return page.toString();
    }

    private void commands(Roff page) {
        page.section("COMMANDS");
        for (var spec : specs) {
            for (var called : spec.all("").toList()) command(page, called);
        }
    }

    private static void command(Roff page, Spec.Called called) {
        var spec = called.spec();
        page.subsection(synopsis(called)).text(spec.description());
        for (var positional : spec.positionals()) page.item(positional.shown(), "", positional.doc());
        for (var option : spec.options()) {
            page.item(option.name(), option.label() == null ? "" : option.label(), option.doc());
        }
        footer(page, spec.footer());
    }

    private static String synopsis(Spec.Called called) {
        var words = new StringJoiner(" ").add(called.path());
        for (var option : called.spec().options()) {
            if (option.required()) words.add(option.name() + " " + option.label());
        }
        if (called.spec().options().stream().anyMatch(option -> !option.required())) words.add("[options]");
        for (var positional : called.spec().positionals()) words.add(positional.shown());
        return called.spec().subcommands().isEmpty()
                ? words.toString()
                : words.add("COMMAND").toString();
    }

    /// Lines of prose that follow one another are a paragraph; those that begin with a space are examples.
    private static void footer(Roff page, List<String> lines) {
        var prose = new StringJoiner(" ");
        var examples = new ArrayList<String>();
        for (var line : lines) {
            if (line.startsWith(" ")) examples.add(line);
            else if (!line.isEmpty() && !line.startsWith("Example")) prose.add(line);
        }
        if (prose.length() > 0) page.paragraph(prose.toString());
        if (!examples.isEmpty()) page.example(examples);
    }

    private static void settings(Roff page) {
        page.section("SETTINGS")
                .macro("Keys of")
                .macro(".IR config.toml ,")
                .macro("each overridden by the variable in brackets.");
        for (var key : SettingKeys.values()) {
            page.item(key.key(), "[" + key.variable() + "]", key.shape() + ". " + key.doc());
        }
    }

    private static void surroundings(Roff page) {
        page.section("FILES")
                .item(
                        LINUX_DATA,
                        "",
                        "What was captured, and the store made from it; on macOS in ~/Library/Application Support.")
                .item(LINUX_CONFIG + "/config.toml", "", "The settings; `twinlog config path` tells where it is.")
                .item(LINUX_CONFIG + "/prices.toml", "", "Your own prices, if you have some; see `twinlog prices`.")
                .section("ENVIRONMENT")
                .item("TWINLOG_HOME", "", "One folder for data and settings, in the place of the two above.")
                .item("TWINLOG_SECTION_KEY", "", "Overrides a setting, as TWINLOG_DISK_FLOOR does disk.floor.")
                .item("TWINLOG_JAVA", "", "The home of the Java that runs Twinlog.")
                .item("CLAUDE_CONFIG_DIR, CODEX_HOME", "", "Where the agents' own folders are.")
                .item("NO_COLOR", "", "When it is not empty, nothing is coloured.")
                .item("COLUMNS", "", "The width to write for.");
    }

    private static void exits(Roff page) {
        page.section("EXIT STATUS")
                .item("0", "", "Done.")
                .item("1", "", "A check said no.")
                .item("2", "", "Wrong usage.")
                .item("3", "", "It could not be done; the reason is on stderr.");
    }

    private static void examples(Roff page) {
        page.section("EXAMPLES")
                .macro("Capture, and look at the last week from another terminal:")
                .example(List.of(
                        "twinlog up",
                        "twinlog sessions --since 7d",
                        "twinlog search \"connection refused\"",
                        "twinlog usage --by model"));
    }
}
