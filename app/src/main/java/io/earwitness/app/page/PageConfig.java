package io.earwitness.app.page;

import io.earwitness.app.CommandException;
import io.earwitness.settings.Settings;
import io.earwitness.settings.keys.PageSettings;
import io.earwitness.web.Loopback;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * How the page is served, checked. Immutable.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param portMayDiffer whether another port will do if this one is taken
 * @param token without it nobody is let in; empty where only this machine is
 * @param audio whether sound may be played and looked at
 * @param rules whether rules may be changed
 * @param connections open pages that are kept up to date at a time
 * @param lostAfter after which a feed without sound counts as lost
 */
public record PageConfig(
    String host,
    int port,
    boolean portMayDiffer,
    Optional<String> token,
    boolean audio,
    boolean rules,
    int connections,
    Duration lostAfter) {
  private static final int TOKEN_BYTES = 18;

  /**
   * The configuration that the settings describe; empty where they want no page.
   *
   * @throws CommandException if the host is unknown
   */
  public static Optional<PageConfig> of(Settings settings) {
    if (!settings.get(PageSettings.SERVE)) {
      return Optional.empty();
    }
    String host = settings.get(PageSettings.HOST);
    Optional<String> token = settings.find(PageSettings.TOKEN);
    return Optional.of(
        new PageConfig(
            host,
            settings.get(PageSettings.PORT),
            !settings.isSet(PageSettings.PORT),
            token.isEmpty() && !isLoopback(host) ? Optional.of(newToken()) : token,
            settings.get(PageSettings.AUDIO),
            settings.get(PageSettings.RULES),
            settings.get(PageSettings.CONNECTIONS),
            settings.get(PageSettings.LOST_AFTER)));
  }

  /** Whether only this machine can come in. */
  boolean loopback() {
    return isLoopback(host);
  }

  private static boolean isLoopback(String host) {
    try {
      return Loopback.is(host);
    } catch (UnknownHostException e) {
      throw new CommandException(
          "%s: there is no host %s to listen on.".formatted(PageSettings.HOST.key(), host), e);
    }
  }

  private static String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
