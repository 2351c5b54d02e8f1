package io.earwitness.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardIT {
  private static final String TOKEN = "a-token-of-some-length";

  @Test
  void withoutATokenOnlyThisMachinesNamesAreAnswered() throws IOException {
    Javalin server = serve(Guard.ofPage(Optional.empty()));
    try {
      assertThat(ask(server, "/", "Host: localhost:8765")).contains(" 200 ", "secret");
      assertThat(ask(server, "/", "Host: 127.0.0.1:1")).contains(" 200 ");
      assertThat(ask(server, "/", "Host: [::1]:1")).contains(" 200 ");
      assertThat(ask(server, "/", "Host: evil.example")).contains(" 403 ").doesNotContain("secret");
      assertThat(ask(server, "/", "Host: localhost.evil.example")).contains(" 403 ");
    } finally {
      server.stop();
    }
  }

  @Test
  void withATokenNobodyComesInWithoutIt() throws IOException {
    Javalin server = serve(Guard.ofPage(Optional.of(TOKEN)));
    try {
      String host = "Host: ear.example\r\n";
      assertThat(ask(server, "/", host)).contains(" 403 ").doesNotContain("secret");
      assertThat(ask(server, "/?token=wrong", host)).contains(" 403 ").doesNotContain("secret");
      String welcomed = ask(server, "/?token=" + TOKEN, host);
      assertThat(welcomed)
          .contains(" 302 ", "Location: /", "HttpOnly", "SameSite=Strict")
          .doesNotContain("secret", "token=" + TOKEN);
      assertThat(ask(server, "/", host + "Cookie: earwitness=" + TOKEN)).contains("secret");
      assertThat(ask(server, "/", host + "Authorization: Bearer " + TOKEN)).contains("secret");
      assertThat(ask(server, "/", host + "Cookie: earwitness=other")).contains(" 403 ");
    } finally {
      server.stop();
    }
  }

  @Test
  void aProgramBringsTheTokenInEveryRequestAndGetsNoCookie() throws IOException {
    Javalin server = serve(Guard.ofPrograms(Optional.of(TOKEN)));
    try {
      String host = "Host: ear.example\r\n";
      assertThat(ask(server, "/", host + "Authorization: Bearer " + TOKEN)).contains("secret");
      assertThat(ask(server, "/", host)).contains(" 403 ").doesNotContain("secret");
      assertThat(ask(server, "/?token=" + TOKEN, host)).contains(" 403 ").doesNotContain("Cookie");
      assertThat(ask(server, "/", host + "Cookie: earwitness=" + TOKEN)).contains(" 403 ");
    } finally {
      server.stop();
    }
  }

  @Test
  void nothingFromElsewhereMayRunOnThePage() throws IOException {
    Javalin server = serve(Guard.ofPage(Optional.empty()));
    try {
      assertThat(ask(server, "/", "Host: localhost"))
          .contains("Content-Security-Policy: default-src 'none'; script-src 'self'")
          .contains("X-Content-Type-Options: nosniff");
    } finally {
      server.stop();
    }
  }

  @Test
  void anotherSitesPageMayReadNothingAndChangeNothing() throws IOException {
    Javalin server = serve(Guard.ofPage(Optional.empty()));
    try {
      String host = "Host: localhost:8765\r\n";
      assertThat(ask(server, "PUT", "/", host + "Origin: https://evil.example")).contains(" 403 ");
      assertThat(ask(server, "PUT", "/", host + "Origin: null")).contains(" 403 ");
      assertThat(ask(server, "PUT", "/", host + "Origin: http://localhost:8765"))
          .contains(" 200 ", "changed");
      assertThat(ask(server, "PUT", "/", host)).as("a program").contains("changed");
      assertThat(ask(server, "/", host + "Origin: https://evil.example"))
          .doesNotContain("Access-Control-Allow-Origin");
    } finally {
      server.stop();
    }
  }

  private static Javalin serve(Guard guard) {
    return Javalin.create(
            config ->
                config
                    .routes
                    .before(guard::check)
                    .get("/", ctx -> ctx.result("secret"))
                    .put("/", ctx -> ctx.result("changed"))
                    .exception(
                        RefusedException.class,
                        (refusal, ctx) ->
                            ctx.status(refusal.status()).result(refusal.getMessage())))
        .start("127.0.0.1", 0);
  }

  private static String ask(Javalin server, String path, String headers) throws IOException {
    return ask(server, "GET", path, headers);
  }

  private static String ask(Javalin server, String method, String path, String headers)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request =
          "%s %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n"
              .formatted(method, path, headers.strip());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
