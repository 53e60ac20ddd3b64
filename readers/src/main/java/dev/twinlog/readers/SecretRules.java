package dev.twinlog.readers;

import static dev.twinlog.readers.SecretRule.exactly;
import static dev.twinlog.readers.SecretRule.token;
import static dev.twinlog.readers.SecretRule.word;

import dev.twinlog.readers.SecretRule.Shape;
import java.util.List;

/// The secrets of the usual vendors, by the prefixes that their documentation tells. Of two rules that fit
/// at one place the first counts. A change here is a new {@link Redactor#REDACTION_VERSION}.
final class SecretRules {
    static final List<SecretRule> VENDORS = List.of(
            token("anthropic_key", "sk-ant-", Shape.URL_SAFE, 20),
            token("openai_key", "sk-proj-", Shape.URL_SAFE, 20),
            token("openai_key", "sk-svcacct-", Shape.URL_SAFE, 20),
            token("openai_key", "sk-admin-", Shape.URL_SAFE, 20),
            word("openai_key", "sk-", Shape.URL_SAFE_MIXED, 20),
            token("stripe_key", "sk_live_", Shape.ALPHANUMERIC, 16),
            token("stripe_key", "rk_live_", Shape.ALPHANUMERIC, 16),
            token("github_token", "ghp_", Shape.ALPHANUMERIC, 30),
            token("github_token", "gho_", Shape.ALPHANUMERIC, 30),
            token("github_token", "ghs_", Shape.ALPHANUMERIC, 30),
            token("github_token", "ghu_", Shape.ALPHANUMERIC, 30),
            token("github_token", "ghr_", Shape.ALPHANUMERIC, 30),
            token("github_token", "github_pat_", Shape.WORD, 22),
            token("gitlab_token", "glpat-", Shape.URL_SAFE, 20),
            exactly("aws_key_id", "AKIA", Shape.CAPITALS, 16),
            exactly("aws_key_id", "ASIA", Shape.CAPITALS, 16),
            word("google_key", "AIza", Shape.URL_SAFE, 35),
            token("slack_token", "xoxb-", Shape.URL_SAFE, 10),
            token("slack_token", "xoxp-", Shape.URL_SAFE, 10),
            token("slack_token", "xoxa-", Shape.URL_SAFE, 10),
            token("slack_token", "xoxr-", Shape.URL_SAFE, 10),
            token("slack_token", "xoxs-", Shape.URL_SAFE, 10),
            token("slack_token", "xoxe-", Shape.URL_SAFE, 10),
            token("slack_token", "xapp-", Shape.URL_SAFE, 10),
            token("npm_token", "npm_", Shape.ALPHANUMERIC, 36),
            word("huggingface_token", "hf_", Shape.ALPHANUMERIC, 30),
            word("sendgrid_key", "SG.", Shape.TWO_PARTS, 16),
            exactly("twilio_key", "SK", Shape.HEX, 32),
            token("digitalocean_token", "dop_v1_", Shape.HEX, 64),
            token("private_key", "-----BEGIN ", Shape.PEM, 0),
            word("jwt", "eyJ", Shape.THREE_PARTS, 8));

    private SecretRules() {}
}
