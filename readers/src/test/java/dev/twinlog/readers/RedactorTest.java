package dev.twinlog.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The secrets here are put together from pieces, so that no scanner takes this file for a leak.
class RedactorTest {
    private static final String LETTERS = "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW0xYzaB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW0xYz";
    private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final Map<String, Long> counted = new TreeMap<>();
    private final Redactor redactor = new Redactor((name, amount) -> counted.merge(name, amount, Long::sum));

    static Stream<Arguments> secrets() {
        return Stream.of(
                Arguments.of("anthropic_key", "sk-" + "ant-api03-" + letters(40)),
                Arguments.of("openai_key", "sk-" + "proj-" + letters(40)),
                Arguments.of("openai_key", "sk-" + "svcacct-" + letters(40)),
                Arguments.of("openai_key", "sk-" + "admin-" + letters(40)),
                Arguments.of("openai_key", "sk-" + letters(48)),
                Arguments.of("stripe_key", "sk_" + "live_" + letters(24)),
                Arguments.of("stripe_key", "rk_" + "live_" + letters(24)),
                Arguments.of("github_token", "gh" + "p_" + letters(36)),
                Arguments.of("github_token", "gh" + "o_" + letters(36)),
                Arguments.of("github_token", "gh" + "s_" + letters(36)),
                Arguments.of("github_token", "gh" + "u_" + letters(36)),
                Arguments.of("github_token", "gh" + "r_" + letters(36)),
                Arguments.of("github_token", "github" + "_pat_" + letters(22) + "_" + letters(59)),
                Arguments.of("gitlab_token", "gl" + "pat-" + letters(20)),
                Arguments.of("aws_key_id", "AK" + "IA" + "IOSFODNN7EXAMPLE"),
                Arguments.of("aws_key_id", "AS" + "IA" + "IOSFODNN7EXAMPLE"),
                Arguments.of("google_key", "AI" + "za" + letters(35)),
                Arguments.of("slack_token", "xo" + "xb-1234567890-" + letters(24)),
                Arguments.of("slack_token", "xo" + "xp-1234567890-" + letters(24)),
                Arguments.of("slack_token", "xo" + "xa-1234567890-" + letters(24)),
                Arguments.of("slack_token", "xo" + "xr-1234567890-" + letters(24)),
                Arguments.of("slack_token", "xo" + "xs-1234567890-" + letters(24)),
                Arguments.of("slack_token", "xo" + "xe-1234567890-" + letters(24)),
                Arguments.of("slack_token", "xa" + "pp-1-A0-" + letters(24)),
                Arguments.of("npm_token", "np" + "m_" + letters(36)),
                Arguments.of("huggingface_token", "h" + "f_" + letters(34)),
                Arguments.of("sendgrid_key", "S" + "G." + letters(22) + "." + letters(43)),
                Arguments.of("twilio_key", "S" + "K" + HEX.substring(0, 32)),
                Arguments.of("digitalocean_token", "do" + "p_v1_" + HEX),
                Arguments.of("private_key", pem("RSA ")),
                Arguments.of("private_key", pem("")),
                Arguments.of("private_key", pem("OPENSSH ")),
                Arguments.of("jwt", "ey" + "J" + letters(20) + "." + letters(30) + "." + letters(43)));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void a_secret_is_replaced_wherever_it_stands(String kind, String secret) {
        var mark = "⟦redacted:" + kind + "⟧";
        for (var around : List.of(
                "%s", "%s ", " %s", "key=%s\n", "\"%s\",", "(%s)", "\\n%s\\n", "日%s本", "\u001b[31m%s\u001b[0m")) {
            counted.clear();
            var text = around.formatted(secret);
            assertThat(redactor.redact(text)).as(text).isEqualTo(around.formatted(mark));
            assertThat(counted).isEqualTo(Map.of("redacted/" + kind, 1L));
        }
    }

    @Test
    void every_rule_has_a_secret_here() {
        var texts = secrets().map(s -> (String) s.get()[1]).toList();
        for (var rule : SecretRules.VENDORS) {
            assertThat(texts).as(rule.toString()).anyMatch(text -> text.startsWith(rule.prefix()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "sk-",
                "a task-force-of-many-small-words-in-a-row",
                "sk-circle-fade-dot-and-more-words-here",
                "risk-averse-behaviour-of-systems",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
                "--------------------------------",
                "AKIAIOSFODNN7EXAMPLEANDMORE",
                "eyJhbGci.short.x",
                "github_pat_short",
                "SG.is.a.country",
                "do nothing; npm_config_cache=/x",
                "ghp_tooshort",
                "xoxb-1",
                "SKIP 0123456789abcdef"
            })
    void text_that_only_looks_alike_is_left_alone(String text) {
        assertThat(redactor.redact(text)).isSameAs(text);
        assertThat(counted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws_key_id", "huggingface_token", "twilio_key"})
    void a_dash_before_a_secret_without_dashes_hides_it_not(String kind) {
        secrets()
                .filter(secret -> secret.get()[0].equals(kind))
                .forEach(secret -> assertThat(redactor.redact("backup-" + secret.get()[1]))
                        .isEqualTo("backup-⟦redacted:" + kind + "⟧"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:[s3kret@pw]@h/db -> connection_string",
                "redis://:[s3kret]@h -> connection_string",
                "export PGPASSWORD=[hunter2hunter2] -> password",
                "password=[hunter] -> password",
                "PASSWORD: [hunter2] -> password",
                "{\"DB_PASSWORD\":\"[corr3ct horse]\"} -> password",
                "{\\\"password\\\":\\\"[hunter2]\\\"} -> password",
                "mysql --password [hunter2] x -> password",
                "--db-password=[hunter2] -> password",
                "passwd = '[it is \\'so]' -> password",
                "AUTH_TOKEN=[abcd1234efgh5678] -> secret",
                "export API_KEY='[abcd1234efgh5678]' -> secret",
                "AWS_SECRET_ACCESS_KEY=[wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY] -> secret",
                "{\"clientSecret\": \"[abcd1234efgh]\"} -> secret",
                "{\\\"token\\\":\\\"[abcd1234efgh]\\\"} -> secret",
                "secret: [abcd1234efgh5678] -> secret",
                "https://h/x?token=[0123456789abcdef]&y=1 -> secret",
                "Authorization: Bearer [abcdef0123456789abcdef0123] -> bearer_token",
                "-H 'authorization: bearer [abcdef0123456789abcdef0123]' -> bearer_token",
                "{\"Authorization\":\"Basic [dXNlcjpwYXNz]\"} -> authorization",
                "mysql -uroot -p[S3cretPw!] -> password",
                "sudo mysqldump -h db -p'[S3cretPw!]' x -> password",
                "x | mariadb -u root \\\n  -p[secret] -> password",
                "curl -u user:[pa55word] https://x -> password",
                "cd /x\\ncurl -s --user \"user:[pa55word]\" https://x -> password",
                "curl --user=user:[pa55word] https://x -> password",
                "curl -H 'a: b; c' 'https://x?a=1&b=2' -uuser:[pa55word] -> password"
            })
    void of_a_credential_only_the_secret_part_is_taken_out(String example) {
        var parts = example.split(" -> ");
        var text = parts[0].replace("[", "").replace("]", "");
        var expected = parts[0].replaceAll("\\[.*]", "⟦redacted:" + parts[1] + "⟧");
        assertThat(redactor.redact(text)).isEqualTo(expected);
        assertThat(redactor.redact(expected)).isSameAs(expected);
        assertThat(counted).isEqualTo(Map.of("redacted/" + parts[1], 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: string",
                "password: String,",
                "password?: string;",
                "password=password",
                "password = getPassword()",
                "password = user.password",
                "password = value",
                "password == other1",
                "password=\"\"",
                "password=<password>",
                "password=${PASSWORD}",
                "password=$PASSWORD1",
                "\"password\": \"****\"",
                "password: z.string().min(8)",
                "--password PASSWORD",
                "--password string",
                "http://host:8080/a@b",
                "https://github.com/a/b",
                "postgres://user:<password>@host",
                "postgres://${USER}:${PASS}@host",
                "a passage: pasta1",
                "the password is asked for",
                "input_tokens=1234567890123a",
                "token = tokens2.nextTokenOfTheStream",
                "token: string2OfSomeLength",
                "token=nothing_with_a_digit",
                "const token = createToken(42)",
                "secret=short1",
                "SECRETS_FILE=/run/secrets/abc123def456",
                "AUTH_TOKEN=$TOKEN_0123456789",
                "AUTH_TOKEN=<your-token-0123>",
                "api_key: see https://host/1234",
                "API_KEY=https://host/path/1234",
                "a bearer of bad news",
                "Bearer <token-0123456789>",
                "Bearer realm=somewhere",
                "Authorization: Basic $BASIC",
                "docker run --name mysql -p3306:3306 mysql:8",
                "mysql -p -u root",
                "cat mysql.txt; mkdir -parents x",
                "docker run -u 1000:1000 x",
                "curl x; docker run -u 1000:1000 x",
                "mysql x; ssh -p2222 h",
                "ls | xargs -u user:pa55word",
                "curl -u $USER:$PASS https://x",
                "curl -u user https://x"
            })
    void what_stands_for_a_password_is_left_alone(String text) {
        assertThat(redactor.redact(text)).isSameAs(text);
    }

    @Test
    void a_secret_that_is_known_by_its_vendor_is_called_so() {
        var token = "gh" + "p_" + letters(36);
        assertThat(redactor.redact("AUTH_TOKEN=" + token + " Bearer " + token))
                .isEqualTo("AUTH_TOKEN=⟦redacted:github_token⟧ Bearer ⟦redacted:github_token⟧");
        assertThat(redactor.redact("AUTH_TOKEN=" + token + "+more")).isEqualTo("AUTH_TOKEN=⟦redacted:secret⟧");
    }

    @Test
    void a_command_is_looked_for_only_so_far_before_its_option() {
        int room = CommandPasswords.REACH - "mysql".length();
        assertThat(redactor.redact("mysql " + "x".repeat(room - 4) + " -pS3cret"))
                .endsWith(" -p⟦redacted:password⟧");
        var far = "mysql " + "x".repeat(CommandPasswords.REACH) + " -pS3cret";
        assertThat(redactor.redact(far)).isSameAs(far);
    }

    @Test
    void several_secrets_are_each_counted() {
        var one = "gh" + "p_" + letters(36);
        var other = "AK" + "IA" + "IOSFODNN7EXAMPLE";
        assertThat(redactor.redact(one + " " + other + " " + one))
                .isEqualTo("⟦redacted:github_token⟧ ⟦redacted:aws_key_id⟧ ⟦redacted:github_token⟧");
        assertThat(counted).isEqualTo(Map.of("redacted/github_token", 2L, "redacted/aws_key_id", 1L));
    }

    @Test
    void a_private_key_without_its_end_is_redacted_to_the_end_of_the_text() {
        var torn = pem("EC ").substring(0, 60);
        assertThat(redactor.redact("key: " + torn)).isEqualTo("key: ⟦redacted:private_key⟧");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJ-",
                "sk-",
                "-----BEGIN ",
                "-----BEGIN X-----",
                "AKIA",
                "SG.",
                "SK",
                "eyJaaaaaaaa.",
                "gh",
                "hf_",
                "://",
                "a://b:c",
                "password=",
                "password='",
                "--password ",
                "pas",
                "tok",
                "token=a1",
                "secret_a",
                "api_key:\\",
                "bearer a",
                "authorization: basic ",
                " -pabcd",
                " -ua:bcde",
                "--usera:bcde"
            })
    void a_text_made_to_be_slow_is_looked_at_once(String piece) {
        var text = piece.repeat((1 << 20) / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> redactor.redact(text));
    }

    @Test
    void redacting_twice_changes_nothing_more() {
        secrets().map(s -> (String) s.get()[1]).forEach(secret -> {
            var once = redactor.redact("x " + secret + " y");
            assertThat(redactor.redact(once)).isSameAs(once);
        });
    }

    @Test
    void a_planted_secret_is_found_in_any_noise() {
        long seed = Long.getLong("twinlog.seed", 20261120L);
        var random = new Random(seed);
        var secrets = secrets().map(s -> (String) s.get()[1]).toList();
        for (int round = 0; round < 2_000; round++) {
            var secret = secrets.get(random.nextInt(secrets.size()));
            var text = noise(random) + " " + secret + " " + noise(random);
            assertThat(redactor.redact(text))
                    .as("seed %d round %d", seed, round)
                    .doesNotContain(secret);
        }
    }

    private static String noise(Random random) {
        var pieces = "sk- gh p_ -- AK IA ey J. xox é 日 word \\n \" SG. 0a npm_".split(" ");
        var text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) text.append(pieces[random.nextInt(pieces.length)]);
        return text.toString();
    }

    private static String letters(int count) {
        return LETTERS.substring(0, count);
    }

    private static String pem(String sort) {
        var title = sort + "PRIVATE" + " KEY-----";
        return "-----BEGIN " + title + "\n" + letters(60) + "\n" + letters(30) + "==\n-----END " + title;
    }
}
