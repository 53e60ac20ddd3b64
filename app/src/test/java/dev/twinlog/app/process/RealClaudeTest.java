package dev.twinlog.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlog.testkit.agents.AgentHome;
import dev.twinlog.testkit.agents.AgentProcess;
import dev.twinlog.testkit.agents.AnthropicApi;
import dev.twinlog.testkit.agents.Attempt;
import dev.twinlog.testkit.agents.InstalledAgents;
import dev.twinlog.testkit.agents.ModelServer;
import dev.twinlog.testkit.agents.Say;
import dev.twinlog.testkit.agents.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("agents")
class RealClaudeTest {
    @TempDir
    Path folder;

    @Test
    void plain() throws Exception {
        var script = Script.empty().with("plain", Attempt.answer(new Say.Think("hm"), new Say.Words("Paris it is.")));
        try (var server = ModelServer.start(script, new AnthropicApi())) {
            var home = AgentHome.in(folder);
            var environment = home.environment();
            environment.put("ANTHROPIC_API_KEY", "sk-ant-made-up");
            environment.put("ANTHROPIC_BASE_URL", server.address().toString());
            environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
            environment.put("DISABLE_AUTOUPDATER", "1");
            try (var claude = AgentProcess.start(
                    List.of(InstalledAgents.ofThisRun().claude().toString(), "-p", "[S:plain] where?"),
                    environment,
                    home.project())) {
                assertThat(claude.awaitEnd(Duration.ofSeconds(30)))
                        .as(claude.told())
                        .isZero();
                System.out.println(claude.told() + server.ledger().all());
            }
        }
    }
}
