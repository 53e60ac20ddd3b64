package dev.twinlog.bench;

import java.util.Map;

/// A short command from its start to its end, and a daemon over everything from its start to `ready`.
final class StartRow implements Row {
    @Override
    public String id() {
        return "start";
    }

    @Override
    public void measure(Stage stage, Findings findings) throws Exception {
        var twinlog = stage.whole();
        var tally = new Tally();
        for (int run = 0; run < stage.setup().runs(Setup.QUICK_RUNS); run++)
            tally.add(
                    "cli",
                    twinlog.command("--version")
                            .run()
                            .checked("twinlog --version")
                            .millis());
        for (int run = 0; run < stage.setup().runs(Setup.RUNS); run++) {
            try (var daemon = DaemonRun.start(twinlog)) {
                tally.add("daemon", daemon.readyMillis());
                Honest.same("usage after a start", daemon.usage(), stage.home().all());
            }
        }
        findings.add("cli", "CLI start (`--version`)", Target.atMost(120, "ms"), tally.series("cli", "ms"), Map.of());
        findings.add(
                "daemon", "daemon start to `ready`", Target.atMost(1200, "ms"), tally.series("daemon", "ms"), Map.of());
    }
}
