package dev.twinlog.views;

import dev.twinlog.model.Gap;
import java.util.EnumMap;
import java.util.Map;

/// The ledger of gaps in words, for people: what is missing, why it is believed, and what would heal it. One row for
/// each kind, one text for each of its states.
///
/// @param name       what such a gap is called
/// @param missing    what is missing
/// @param believed   why it is believed
/// @param open       what would heal it
/// @param healed     what healed it
/// @param explained  what explains it
/// @param cannotTell why it cannot be told, and what would tell
public record GapWords(
        String name, String missing, String believed, String open, String healed, String explained, String cannotTell) {
    private static final Map<Gap.Kind, GapWords> TABLE = new EnumMap<>(Map.ofEntries(
            Map.entry(
                    Gap.Kind.ORDINAL_HOLE,
                    new GapWords(
                            "hole in a rollout",
                            "Records that Codex numbered in this session and that no file of it has.",
                            "Codex numbers its records one by one, and later numbers were seen.",
                            "It heals when a file of the session with these records is captured: a copy, or the"
                                    + " rollout from a backup put back in its place.",
                            "A file of the session has these records by now.",
                            "Codex left these numbers out on a known occasion; nothing is lost.",
                            "It cannot be told whether these numbers were ever used; a copy of the rollout would"
                                    + " tell.")),
            Map.entry(
                    Gap.Kind.SEQUENCE_HOLE,
                    new GapWords(
                            "hole in the telemetry",
                            "Events that Claude Code sent as telemetry and that never came here.",
                            "Each of its processes numbers all that it sends, and however the numbers that came are"
                                    + " shared among the fewest processes, these are missing.",
                            "It heals when the missing events come late, and is gone then; what the transcript tells is"
                                    + " complete all the same.",
                            "The missing events came late.",
                            "Telemetry could not come in at that time, as its own entry says.",
                            "Another process may have sent the later numbers, so that nothing need be missing; the"
                                    + " transcript tells what happened.")),
            Map.entry(
                    Gap.Kind.TOOL_WITHOUT_RESULT,
                    new GapWords(
                            "tool call without a result",
                            "What a tool gave back, and whether it succeeded.",
                            "The call was heard and its turn is over or was left behind, or nothing was heard of the"
                                    + " session for long.",
                            "It heals when the agent writes the result, as it does when such a session is resumed;"
                                    + " if the agent was killed, it never will.",
                            "The result was heard later.",
                            "The turn was interrupted, so the tool never gave anything back.",
                            "Whether the tool gave anything back is not told; resuming the session would tell.")),
            Map.entry(
                    Gap.Kind.ANSWER_UNKNOWN_TO_OTHER,
                    new GapWords(
                            "answer that one witness alone knows",
                            "Of an answer that a model gave, what the other durable witness would tell: its text, if the"
                                    + " transcript lacks it; its cost and timing, if telemetry does.",
                            "Both told of the session then, and the other had time to tell.",
                            "It heals when the transcript with the answer is captured, or the telemetry of it comes"
                                    + " late, and is gone then.",
                            "The other witness told of it later.",
                            "The answer was cut off or its turn interrupted, or telemetry could not come in at that"
                                    + " time.",
                            "Whether telemetry was sent then is not known: it told of the session before, and nothing of"
                                    + " these turns, or cannot be matched.")),
            Map.entry(
                    Gap.Kind.FILE_SHRANK,
                    new GapWords(
                            "file that became shorter",
                            "The end of a transcript as it was before the agent rewrote it.",
                            "The file was seen longer than it is.",
                            "It heals when the file comes back as long as it was: put a backup of it in its place.",
                            "The file came back and gave the missing bytes.",
                            "All that it had was captured before: `twinlog restore` puts it back.",
                            "How much it had is not known; a backup of the file would tell.")),
            Map.entry(
                    Gap.Kind.FILE_VANISHED,
                    new GapWords(
                            "file that vanished",
                            "The end of a transcript that is deleted by now.",
                            "The file was seen longer than what was captured of it.",
                            "It heals when the file comes back: put a backup of it in its place.",
                            "The file came back and gave the missing bytes.",
                            "All that it had was captured before: `twinlog restore` puts it back.",
                            "How much it had is not known; a backup of the file would tell.")),
            Map.entry(
                    Gap.Kind.UNPARSABLE_LINE,
                    new GapWords(
                            "line that cannot be read",
                            "What the agent told in a line of its transcript.",
                            "The line is whole and is no record that can be read: torn by a crash of the agent, too"
                                    + " long, or damaged.",
                            "It does not heal by itself: the bytes are kept as they are, and `twinlog rebuild` with a"
                                    + " better reader may understand them.",
                            "The record was read from another place.",
                            "It is known what tore the line; the agent wrote the record again.",
                            "Whether it was a record at all cannot be told; its bytes are kept.")),
            Map.entry(
                    Gap.Kind.REFUSED_REQUEST,
                    new GapWords(
                            "telemetry that was refused",
                            "Telemetry that was sent while this session was at work, maybe its own.",
                            "The receiver refused requests then, and noted it; whose they were is not told.",
                            "It heals when the transcript tells all of that time: it goes on after it, or its last turn"
                                    + " is over. Telemetry that was refused for good is not sent again.",
                            "The transcript tells all of that time; only what telemetry alone knows may be missing, as"
                                    + " who approved a tool, or what an answer cost.",
                            "It was refused for what it was, not for lack of room: it told nothing of a session.",
                            "Nothing tells whether the session was at work then: no transcript of it is known.")),
            Map.entry(
                    Gap.Kind.RECEIVER_DOWN,
                    new GapWords(
                            "time in which nothing listened",
                            "Telemetry that this session sent while nothing listened for it.",
                            "Nothing listened from the last sign of life to the next start, or at one door for a while,"
                                    + " and the session was at work and sent telemetry.",
                            "It heals when the transcript tells all of that time: it goes on after it, or its last turn"
                                    + " is over. Agents do not send the telemetry again.",
                            "The transcript tells all of that time; only what telemetry alone knows is missing, as who"
                                    + " approved a tool, or what an answer cost.",
                            "Twinlog was stopped, and the session was not at work.",
                            "Nothing tells whether the session was at work then: no transcript of it is known.")),
            Map.entry(
                    Gap.Kind.BYTES_LOST,
                    new GapWords(
                            "bytes that are lost",
                            "What these bytes of the agent's file told.",
                            "They were captured or passed over, and the journal cannot give them.",
                            "It heals when they are captured again: `twinlog sync` does while the agent still has the"
                                    + " file; else bring the journal's segment back from a backup.",
                            "The bytes were captured again.",
                            "They were let go of as the settings say.",
                            "Whether they told anything is not known; the agent's file or a backup would tell."))));

    /// The words for a kind.
    public static GapWords of(Gap.Kind kind) {
        var words = TABLE.get(kind);
        if (words == null) throw new IllegalStateException("there are no words for " + kind);
        return words;
    }

    /// What a state of such a gap means: what would heal it, what did, what explains it.
    public String about(Gap.State state) {
        return switch (state) {
            case OPEN -> open;
            case HEALED -> healed;
            case EXPLAINED -> explained;
            case CANNOT_TELL -> cannotTell;
        };
    }
}
