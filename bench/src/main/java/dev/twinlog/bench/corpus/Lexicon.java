package dev.twinlog.bench.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Made-up prose, code, logs and noise from one seed, escaped for JSON once: a session only joins pieces. The
/// vocabulary has 24,000 words, few of them frequent, as real ones do.
final class Lexicon {
    private static final List<String> SYLLABLES = List.of(
            ("ba ce di fo gu ka le mi no pu ra se ti vo xu ly tra ple sti con ver ment tion ing pro inter data str"
                            + " null key map node path serv stream file")
                    .split(" ", -1));
    private static final List<String> COMMON = List.of(
            ("the of to and a in is it that for you with on this as are be or an from at we can if not will when"
                            + " have use which one all file error test function return value should run now let me check"
                            + " code line change added because then first need look fix build class method")
                    .split(" ", -1));
    private static final List<String> FOREIGN = List.of(
            "数据 会话 错误 修复 テスト ファイル 関数 한국어 세션 ошибка файл größe naïve résumé 🚀 ✅ λ → ≤ مرحبا שלום ไทย".split(" ", -1));
    private static final int WORDS = 24_000;
    private static final int PIECES = 3000;
    private static final int FOREIGN_PIECES = 800;
    private static final int SYSTEM_PROMPT_LENGTH = 26_000;
    private static final int NOISE_LENGTH = 3_000_000;

    private final Dice dice;
    private final List<String> vocabulary;
    final List<String> prose;
    final List<String> foreign;
    final List<String> code;
    final List<String> logs;
    final List<String> projects;
    final String systemPrompt;
    private final String noise;

    Lexicon(long seed, int projectCount) {
        dice = new Dice(seed * 7919 + 17);
        vocabulary = times(WORDS, _ -> word());
        prose = times(PIECES, _ -> escaped(paragraph(false)));
        foreign = times(FOREIGN_PIECES, _ -> escaped(paragraph(true)));
        code = times(PIECES, _ -> escaped(lines(6 + dice.below(14), this::codeLine)));
        logs = times(PIECES, _ -> escaped(lines(4 + dice.below(10), this::logLine)));
        projects = times(
                projectCount,
                i -> "/home/dev/work/" + word() + "-" + word() + (i % 3 == 0 ? "/packages/" + word() : ""));
        systemPrompt = whole(escaped(lines(80, () -> paragraph(false))), SYSTEM_PROMPT_LENGTH);
        noise = dice.id(NOISE_LENGTH);
    }

    private static <T> List<T> times(int count, Function<Integer, T> make) {
        var made = new ArrayList<T>(count);
        IntStream.range(0, count).forEach(i -> made.add(make.apply(i)));
        return List.copyOf(made);
    }

    /// Pieces of a kind until there are so many characters.
    String text(Dice of, int length, List<String> kind, boolean withForeign) {
        var text = new StringBuilder(length + 1000);
        while (text.length() < length) text.append(of.of(withForeign && of.once(0.5) ? foreign : kind));
        return text.toString();
    }

    /// What does not compress: signatures, encrypted reasoning, images.
    String noise(Dice of, int length) {
        var text = new StringBuilder(length);
        while (text.length() < length) {
            int from = of.below(NOISE_LENGTH / 2);
            text.append(noise, from, from + Math.min(length - text.length(), NOISE_LENGTH / 2));
        }
        return text.toString();
    }

    /// The beginning of an escaped text, with no escape cut in two.
    static String whole(String escaped, int length) {
        int end = Math.min(length, escaped.length());
        int backslash = escaped.lastIndexOf('\\', end - 1);
        if (backslash >= end - 6 && backslash >= 0) end = backslash;
        while (end > 0 && escaped.charAt(end - 1) == '\\') end--;
        return escaped.substring(0, end);
    }

    private String word() {
        var word = new StringBuilder();
        for (int i = 2 + dice.below(3); i > 0; i--) word.append(dice.of(SYLLABLES));
        return word.toString();
    }

    private String rareOrNot() {
        return vocabulary.get((int) (WORDS * StrictMath.pow(dice.unit(), 3)));
    }

    private String name() {
        return rareOrNot() + capital(rareOrNot());
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private String paragraph(boolean withForeign) {
        var text = new StringBuilder();
        for (int i = 2 + dice.below(5); i > 0; i--)
            text.append(sentence(withForeign)).append(dice.once(0.2) ? "\n\n" : " ");
        return text.toString();
    }

    private String sentence(boolean withForeign) {
        var text = new StringBuilder(capital(rareOrNot()));
        for (int i = 6 + dice.below(18); i > 0; i--) text.append(' ').append(sentenceWord(withForeign));
        return text.append('.').toString();
    }

    private String sentenceWord(boolean withForeign) {
        if (dice.once(0.55)) return dice.of(COMMON);
        if (dice.once(0.12)) return "`" + name() + "`";
        return withForeign && dice.once(0.3) ? dice.of(FOREIGN) : rareOrNot();
    }

    private String codeLine() {
        var indent = " ".repeat(2 * dice.below(8));
        return indent
                + switch (dice.below(7)) {
                    case 0 ->
                        "const " + name() + " = await " + name() + "(" + rareOrNot() + ", \"" + rareOrNot() + "\");";
                    case 1 -> "if (" + rareOrNot() + " == null) { return " + name() + "." + rareOrNot() + "(); }";
                    case 2 ->
                        "public " + name() + " " + rareOrNot() + "(String " + rareOrNot() + ") throws IOException {";
                    case 3 -> "// " + sentence(false);
                    case 4 ->
                        "\"" + rareOrNot() + "\": { \"" + rareOrNot() + "\": " + dice.below(9999) + ", \"ok\": true },";
                    case 5 -> "}";
                    default -> "import " + rareOrNot() + "." + rareOrNot() + "." + name() + ";";
                };
    }

    private String logLine() {
        return dice.of(List.of("INFO", "WARN", "ERROR", "DEBUG")) + " [" + rareOrNot() + "] " + name() + " "
                + dice.hex(12) + " took " + dice.below(5000) + "ms src/" + rareOrNot() + "/" + name() + ".java:"
                + dice.below(900);
    }

    private static String lines(int count, java.util.function.Supplier<String> line) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) text.append(line.get()).append('\n');
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
