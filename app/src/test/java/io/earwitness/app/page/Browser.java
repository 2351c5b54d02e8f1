package io.earwitness.app.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a window. */
final class Browser implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * It asks for a DevTools version of its own that nothing here needs. Held, or it is collected.
   */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Skips the test where there is no Chromium; where one is required, fails it. */
  static void require() {
    boolean there = Files.isExecutable(PROGRAM) && Files.isExecutable(DRIVER);
    if (!there && "true".equals(System.getenv("CI_BROWSER_REQUIRED"))) {
      throw new AssertionError("Chromium is required, but %s is missing".formatted(PROGRAM));
    }
    Assumptions.assumeTrue(
        there,
        "The page is not tested: install Debian's packages chromium and chromium-driver for that.");
  }

  static Browser open(int width, int height) {
    SELENIUM.setLevel(Level.SEVERE);
    var options = new ChromeOptions();
    options.setBinary(PROGRAM.toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--autoplay-policy=no-user-gesture-required",
        "--window-size=1280,900");
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .withSilent(true)
            .build();
    var browser = new Browser(new ChromeDriver(service, options));
    browser.resize(width, height);
    return browser;
  }

  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void go(String address) {
    driver.get(address);
  }

  /** Waits for an element that is shown. */
  WebElement await(String selector) {
    return awaitThat(
        selector,
        () ->
            driver.findElements(By.cssSelector(selector)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
  }

  /** Waits until JavaScript returns true. */
  void awaitScript(String condition) {
    var unused =
        awaitThat(
            condition, () -> Boolean.TRUE.equals(driver.executeScript(condition)) ? true : null);
  }

  private <T> T awaitThat(String what, java.util.function.Supplier<T> found) {
    return org.awaitility.Awaitility.await(what)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(found::get, java.util.Objects::nonNull);
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  @SuppressWarnings("unchecked")
  <T> T script(String script, Object... arguments) {
    return (T) driver.executeScript(script, arguments);
  }

  ChromeDriver driver() {
    return driver;
  }

  /** What the browser complained about since the last call. */
  List<String> complaints() {
    return StreamSupport.stream(driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getMessage())
        .toList();
  }

  void picture(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
