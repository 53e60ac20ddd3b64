package dev.twinlog.sources.appserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginHostsTest {
    private static final LoginHosts HOSTS = new LoginHosts(
            List.of("auth.openai.com", "ChatGPT.com", "http://127.0.0.1:18711", "http://[::1]:7", "sso.example:8443"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://auth.openai.com/oauth/authorize?client_id=x&redirect_uri=http%3A%2F%2F127.0.0.1%3A1455",
                "https://AUTH.openai.com:443/a",
                "https://chatgpt.com/device",
                "http://127.0.0.1:18711/codex/device",
                "http://[::1]:7/",
                "https://sso.example:8443/x"
            })
    void hosts_of_the_settings_are_allowed(String url) {
        assertThat(HOSTS.allows(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.openai.com/oauth",
                "https://auth.openai.com.evil.example/",
                "https://evil.example/?https://auth.openai.com",
                "https://auth.openai.com@evil.example/",
                "https://x:y@auth.openai.com/",
                "https://auth.openai.com:8443/",
                "https://sso.example/",
                "http://127.0.0.1:18712/",
                "http://127.0.0.1/",
                "http://localhost:18711/",
                "https://127.0.0.1:18711/",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "//auth.openai.com/",
                "https:auth.openai.com",
                "https://auth.openai.com\\.evil.example/",
                "not a url",
                ""
            })
    void everything_else_is_refused(String url) {
        assertThat(HOSTS.allows(url)).isFalse();
    }

    @Test
    void http_to_a_host_that_is_not_loopback_is_refused_even_if_named() {
        assertThat(new LoginHosts(List.of("http://10.0.0.7:80")).allows("http://10.0.0.7:80/"))
                .isFalse();
    }

    @Test
    void a_refused_url_is_named_by_its_host_alone() {
        assertThat(LoginHosts.named("https://evil.example/a?code=secret")).isEqualTo("https://evil.example");
        assertThat(LoginHosts.named("x".repeat(500))).hasSize(101);
    }
}
