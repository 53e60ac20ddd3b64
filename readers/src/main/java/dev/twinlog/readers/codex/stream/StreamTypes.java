package dev.twinlog.readers.codex.stream;

import dev.twinlog.readers.Reading;
import dev.twinlog.readers.RecordTypes;

/// The messages that a Codex app-server 0.169.0 sends, by method; what an item is stands behind the last `/`, and the
/// requests that it sends begin with `request `. A method that is not here is unknown: its frame is kept and counted.
public final class StreamTypes {
    /// What the methods of requests begin with here.
    static final String REQUEST = "request ";

    private static final String[] ITEMS = {
        "userMessage",
        "agentMessage",
        "reasoning",
        "plan",
        "hookPrompt",
        "contextCompaction",
        "enteredReviewMode",
        "exitedReviewMode",
        "subAgentActivity",
        "commandExecution",
        "fileChange",
        "mcpToolCall",
        "dynamicToolCall",
        "collabAgentToolCall",
        "webSearch",
        "imageView",
        "imageGeneration"
    };

    /// The whole table.
    public static final RecordTypes TABLE = table();

    private StreamTypes() {}

    private static RecordTypes table() {
        var table = new RecordTypes.Builder()
                .read(Reading.EVENT, "turn/started", "turn/completed", "error", "serverRequest/resolved")
                .read(
                        Reading.EVENT,
                        "item/agentMessage/delta",
                        "item/plan/delta",
                        "item/reasoning/summaryTextDelta",
                        "item/reasoning/textDelta",
                        "item/commandExecution/outputDelta",
                        "item/fileChange/outputDelta")
                .read(
                        Reading.EVENT,
                        REQUEST + "item/commandExecution/requestApproval",
                        REQUEST + "item/fileChange/requestApproval")
                .read(Reading.FACT, "thread/started");
        for (var item : ITEMS)
            table.read(Reading.EVENT, "item/started/" + item).read(Reading.EVENT, "item/completed/" + item);
        return copies(table).build();
    }

    private static RecordTypes.Builder copies(RecordTypes.Builder table) {
        return table
                // No event of their own in a rollout, or with another id there.
                .read(
                        Reading.COPY,
                        "item/started/functionCallOutput",
                        "item/completed/functionCallOutput",
                        "item/started/sleep",
                        "item/completed/sleep")
                // Tokens: docs/decisions/0026-stream-reader.md.
                .read(Reading.COPY, "thread/tokenUsage/updated")
                .read(
                        Reading.COPY,
                        "thread/status/changed",
                        "thread/readState/changed",
                        "thread/archived",
                        "thread/deleted",
                        "thread/unarchived",
                        "thread/closed",
                        "thread/reverted",
                        "thread/name/updated",
                        "thread/section/changed",
                        "thread/attachment/updated",
                        "thread/goal/updated",
                        "thread/goal/cleared",
                        "thread/prediction/updated",
                        "thread/queue/changed",
                        "thread/project/updated",
                        "thread/environment/connected",
                        "thread/environment/disconnected",
                        "thread/settings/updated",
                        "thread/compacted",
                        "thread/realtime/started",
                        "thread/realtime/itemAdded",
                        "thread/realtime/item/started",
                        "thread/realtime/item/transcript/delta",
                        "thread/realtime/item/completed",
                        "thread/realtime/transcript/delta",
                        "thread/realtime/transcript/done",
                        "thread/realtime/outputAudio/delta",
                        "thread/realtime/sdp",
                        "thread/realtime/error",
                        "thread/realtime/closed")
                .read(
                        Reading.COPY,
                        "turn/diff/updated",
                        "turn/plan/updated",
                        "turn/moderationMetadata",
                        "hook/started",
                        "hook/completed",
                        "item/autoApprovalReview/started",
                        "item/autoApprovalReview/completed",
                        "autoApprovalReview/strictReviewRequired",
                        "item/commandExecution/terminalInteraction",
                        "item/fileChange/patchUpdated",
                        "item/mcpToolCall/progress",
                        "item/reasoning/summaryPartAdded",
                        "rawResponseItem/completed",
                        "rawResponse/completed")
                .read(
                        Reading.COPY,
                        "account/login/completed",
                        "account/updated",
                        "account/gatewayOAuth/changed",
                        "account/rateLimits/updated",
                        "app/list/updated",
                        "command/exec/outputDelta",
                        "configWarning",
                        "deprecationNotice",
                        "externalAgentConfig/import/progress",
                        "externalAgentConfig/import/completed",
                        "fs/changed",
                        "fuzzyFileSearch/sessionUpdated",
                        "fuzzyFileSearch/sessionCompleted",
                        "guardianWarning",
                        "mcpServer/oauthLogin/completed",
                        "mcpServer/startupStatus/updated",
                        "mcpServer/event/stream/notification",
                        "model/rerouted",
                        "model/verification",
                        "model/safetyBuffering/updated",
                        "modelProvider/authRecoveryStarted",
                        "modelProvider/authRecoveryCompleted",
                        "process/outputDelta",
                        "process/exited",
                        "project/changed",
                        "remoteControl/status/changed",
                        "skills/changed",
                        "warning",
                        "windows/worldWritableWarning",
                        "windowsSandbox/setupCompleted")
                // They name no tool call that is known to stand in a rollout under the same id.
                .read(
                        Reading.COPY,
                        REQUEST + "item/tool/requestUserInput",
                        REQUEST + "item/permissions/requestApproval",
                        REQUEST + "mcpServer/elicitation/request",
                        REQUEST + "item/tool/call",
                        REQUEST + "account/chatgptAuthTokens/refresh",
                        REQUEST + "attestation/generate",
                        REQUEST + "currentTime/read",
                        REQUEST + "applyPatchApproval",
                        REQUEST + "execCommandApproval");
    }
}
