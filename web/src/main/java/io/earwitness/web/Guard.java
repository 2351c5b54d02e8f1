package io.earwitness.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lets in who may come in. Without a token a server is this machine's alone: a name that somebody
 * made point to it is not answered (DNS rebinding). Safe for use by several threads.
 */
public final class Guard {
  private static final String COOKIE = "earwitness";
  private static final Pattern LOCAL =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");
  private static final int COOKIE_SECONDS = 30 * 24 * 3600;

  /** Nothing from elsewhere, nothing inline, and nobody frames it. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "media-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; "
          + "form-action 'self'; frame-ancestors 'none'";

  private final Optional<String> token;
  private final boolean forPeople;

  private Guard(Optional<String> token, boolean forPeople) {
    this.token = token;
    this.forPeople = forPeople;
  }

  /** Of a page: whoever brings the token once, in its address, gets a cookie. */
  public static Guard ofPage(Optional<String> token) {
    return new Guard(token, true);
  }

  /** Of what programs ask: each request brings the token in its head. */
  public static Guard ofPrograms(Optional<String> token) {
    return new Guard(token, false);
  }

  /**
   * Before every request.
   *
   * @throws RefusedException if it is not let in
   */
  public void check(Context ctx) {
    ctx.header("Content-Security-Policy", CONTENT_POLICY);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    requireOwnOrigin(ctx);
    if (token.isEmpty()) {
      String host = ctx.header("Host");
      if (host == null || !LOCAL.matcher(host).matches()) {
        throw RefusedException.forbidden("This is served to this machine only.");
      }
    } else if (forPeople) {
      checkVisitor(ctx, token.get());
    } else if (!bearsToken(ctx, token.get())) {
      throw RefusedException.forbidden(
          "Send the token of the settings: `Authorization: Bearer …`.");
    }
  }

  /** A browser says which site a request that changes something comes from. */
  private static void requireOwnOrigin(Context ctx) {
    String origin = ctx.header("Origin");
    boolean reads = ctx.method() == HandlerType.GET || ctx.method() == HandlerType.HEAD;
    if (reads || origin == null) {
      return;
    }
    if (!origin.replaceFirst("^https?://", "").equals(ctx.header("Host"))) {
      throw RefusedException.forbidden("Another site's page may not change anything here.");
    }
  }

  private static void checkVisitor(Context ctx, String expected) {
    String brought = ctx.queryParam("token");
    if (brought != null && same(brought, expected)) {
      Cookie cookie = new Cookie(COOKIE, expected);
      cookie.setHttpOnly(true);
      cookie.setMaxAge(COOKIE_SECONDS);
      cookie.setPath("/");
      cookie.setSameSite(SameSite.STRICT);
      ctx.cookie(cookie);
      // Out of the address bar, the history and what is copied from there.
      ctx.redirect(ctx.path(), HttpStatus.FOUND);
      ctx.skipRemainingHandlers();
      return;
    }
    String kept = ctx.cookie(COOKIE);
    if (!(kept != null && same(kept, expected)) && !bearsToken(ctx, expected)) {
      throw RefusedException.forbidden(
          "Open the page with the token that `earwitness up` printed: add ?token=… to its address.");
    }
  }

  private static boolean bearsToken(Context ctx, String expected) {
    String header = ctx.header("Authorization");
    return header != null && same(header, "Bearer " + expected);
  }

  /** Takes equally long wherever the two differ. */
  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
