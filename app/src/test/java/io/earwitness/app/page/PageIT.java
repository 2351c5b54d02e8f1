package io.earwitness.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.earwitness.app.up.EarwitnessProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

/** The page in a real browser, served by the real command, with the default model's captions. */
class PageIT {
  private static final String BUNDLE =
      Path.of("../models/default").toAbsolutePath().normalize().toString();
  private static final String SERVED = "See and hear it: ";

  @TempDir static Path folder;

  private static EarwitnessProcess up;
  private static String address;
  private Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Browser.require();
    up =
        EarwitnessProcess.start(
            List.of(
                "up",
                "--feed",
                "demo",
                "--feed",
                "attic=http://127.0.0.1:1/never",
                "--bundle",
                BUNDLE,
                "--data",
                folder.resolve("data").toString(),
                "--page-port",
                "0"));
    up.awaitSaid(SERVED);
    address =
        up.said().stream()
            .filter(line -> line.startsWith(SERVED))
            .map(line -> line.substring(SERVED.length()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("it said " + up.said()));
    up.awaitPrinted(2);
  }

  @AfterAll
  static void stop() throws Exception {
    if (up != null) {
      up.stop();
      up.await(Duration.ofSeconds(60));
      up.close();
    }
  }

  @BeforeEach
  void open() {
    browser = Browser.open(1280, 900);
  }

  @AfterEach
  void close() {
    try {
      assertThat(browser.complaints()).isEmpty();
    } finally {
      browser.close();
    }
  }

  @Test
  void theWallShowsWhatIsHeardNowAndGoesOnByItself() {
    browser.go(address);
    browser.await("[data-feed='demo'] .status[data-status='live'], [data-status='silent']");
    browser.awaitScript(
        "return document.querySelector('[data-feed=demo] .card-text').textContent.length > 5");
    browser.awaitScript(
        """
        const canvas = document.querySelector('[data-feed=demo] canvas');
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return new Set(new Uint32Array(pixels.buffer)).size > 30;
        """);
    String caption =
        browser.script(
            "return document.querySelector('[data-feed=demo] time').getAttribute('datetime')");
    browser.awaitScript(
        "return document.querySelector('[data-feed=demo] time').getAttribute('datetime') > '%s'"
            .formatted(caption));
    // A screen reader is told, too.
    browser.awaitScript(
        "return document.querySelector('[aria-live=polite]').textContent.includes('demo: ')");
    browser.picture(Path.of("target/pictures/wall.png"));
  }

  @Test
  void aFeedOfWhichNothingWasEverHeardSaysSinceWhenAndWhy() {
    browser.go(address);
    browser.await("[data-feed='attic'] .status[data-status='waiting']");
    browser.awaitScript(
        "return /^Waiting for its first sound since [0-9:]+.*127\\.0\\.0\\.1.*refused/"
            + ".test(document.querySelector('[data-feed=attic] .card-silence').textContent)");
    assertThat(browser.await(".view-head [role=status]").getText()).contains("1 waiting");
    browser.awaitScript(
        "return document.querySelector('[aria-live=polite]').textContent.includes('attic: Waiting for')");
    browser.await("[data-feed='attic'] a").click();
    assertThat(browser.await(".hero").getText()).startsWith("Waiting for its first sound since");
    browser.await(".view-head .status[data-status='waiting']");
  }

  @Test
  void aFeedShowsItsPastAndEverythingAboutACaption() {
    browser.go(address + "#/feed/demo");
    browser.await(".captions .caption");
    browser.await(".hero-text");
    String said = browser.await(".captions .caption .text-button").getText();
    browser.await(".captions .caption .text-button").click();
    assertThat(browser.await(".detail-caption").getText()).isEqualTo(said);
    browser.await(".alternatives li:nth-child(2)");
    assertThat(browser.await("#detail").getText())
        .contains("What else it might be", "Model", "audio.chunks-", "dBFS");
    browser.awaitScript(
        """
        const canvas = document.querySelector('canvas.chart');
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, 120).data;
        return new Set(new Uint32Array(pixels.buffer)).size > 100;
        """);
    browser.picture(Path.of("target/pictures/feed.png"));
  }

  @Test
  void theKeyboardAloneIsEnough() {
    browser.go(address + "#/feed/demo");
    browser.await(".captions .caption");
    var chart = browser.await("canvas.chart");
    browser.script("arguments[0].focus()", chart);
    String before = browser.await(".tools .span").getText();
    chart.sendKeys(Keys.ARROW_LEFT);
    browser.awaitScript(
        "return document.querySelector('.live').getAttribute('aria-pressed') === 'false'");
    assertThat(browser.await(".tools .span").getText()).isNotEqualTo(before);
    chart.sendKeys("-");
    browser.awaitScript(
        "return document.querySelector('.tools select').selectedOptions[0].textContent === '2 min'");
    chart.sendKeys(Keys.HOME);
    browser.awaitScript(
        "return document.querySelector('.live').getAttribute('aria-pressed') === 'true'");
    chart.sendKeys("j");
    browser.await(".detail-caption");
    browser.await("#detail h2").sendKeys(Keys.ESCAPE);
    browser.awaitScript("return document.getElementById('detail').hidden");
    browser.await("body").sendKeys("/");
    browser.await("form[role=search]");
  }

  @Test
  void theSoundOfACaptionCanBePlayedAndItsMomentLinkedTo() {
    browser.go(address + "#/feed/demo");
    browser.await(".captions .caption .icon-button").click();
    browser.awaitScript("return !document.getElementById('player').hidden");
    browser.awaitScript(
        "return document.querySelector('.player button').getAttribute('aria-label') === 'Pause'");
    String first = browser.await(".player-time").getText();
    browser.awaitScript(
        "return document.querySelector('.player-time').textContent !== '%s'".formatted(first));
    assertThat(browser.await(".player .problem, .player").getText()).doesNotContain("can");
    String link = browser.script("return document.querySelector('.player-feed').href");
    assertThat(link).contains("#/feed/demo?at=");
    browser.go("about:blank");
    browser.go(link);
    browser.await(".captions .caption");
    assertThat(browser.await(".live").getAttribute("aria-pressed")).isEqualTo("false");
  }

  @Test
  void captionsAreFoundByWordsAndByHowTheySound() {
    browser.go(address);
    String caption =
        browser.script("return fetch('/api/search').then(r => r.json()).then(f => f.hits[0].text)");
    String word = caption.replaceAll(".* ", "");
    browser.go(address + "#/search");
    browser.await("input[name=words]").sendKeys(word + Keys.ENTER);
    assertThat(browser.await(".results .result").getText()).contains(word);
    browser.await("input[name=words]").clear();
    browser.await("input[name=like]").sendKeys("rain is falling" + Keys.ENTER);
    browser.await(".results .similarity");
    List<Double> similarities =
        browser.all(".results .similarity").stream()
            .map(mark -> Double.parseDouble(mark.getText().replaceAll("[^-0-9.]", "")))
            .toList();
    assertThat(similarities)
        .isSortedAccordingTo(java.util.Comparator.comparing((Double s) -> s).reversed());
    browser.await(".results .text-button").click();
    browser.await(".alternatives li");
    browser.picture(Path.of("target/pictures/search.png"));
  }

  @Test
  void aRuleIsTriedOnThePastAppliedSeenFiringAndDeleted() {
    browser.go(address + "#/rules");
    browser.await("#rule-text");
    write("rules: {loud: {feeds: demo, any: [{level-above: loud}], severity: info}}");
    press("Test");
    assertThat(browser.await(".said.problem").getText()).contains("rules:1:", "level-above");
    write(
        """
        rules:
          loud:
            feeds: demo
            any: [{level-above: -119}]
            severity: info
            summary: "it is loud on {feed}"
        """);
    press("Test");
    assertThat(browser.await(".alerts .alert h2").getText()).isEqualTo("it is loud on demo");
    press("Apply");
    browser.await("[data-rule='loud']");
    assertThat(browser.await(".said").getText()).contains("new loud, version 1");
    browser.picture(Path.of("target/pictures/rules.png"));
    browser.go(address + "#/alerts");
    assertThat(browser.await(".alert[data-status='FIRING'] h2").getText())
        .isEqualTo("it is loud on demo");
    browser.go(address + "#/rules");
    browser.await("[data-rule='loud'] .button:last-child").click();
    browser.await("[data-rule='loud'] [data-sure]").click();
    browser.awaitScript("return document.querySelector('[data-rule=loud]') === null");
    browser.go(address + "#/alerts");
    browser.await(".alert[data-status='RESOLVED']");
    // The refused rule is logged, as it should be.
    assertThat(browser.complaints()).allMatch(line -> line.contains("400"));
  }

  private void write(String rules) {
    browser.script("arguments[0].value = arguments[1]", browser.await("#rule-text"), rules);
  }

  private void press(String button) {
    browser.all(".rule-editor button").stream()
        .filter(one -> one.getText().equals(button))
        .findFirst()
        .orElseThrow()
        .click();
  }

  @Test
  void darkAndLightAreFollowedAndCanBeChosen() {
    browser.scheme("light");
    browser.go(address);
    browser.await("[data-feed='demo']");
    String light = background();
    browser.scheme("dark");
    String dark = background();
    assertThat(dark).isNotEqualTo(light);
    browser.await("#theme").click();
    assertThat(background()).isEqualTo(light);
    browser.driver().navigate().refresh();
    browser.await("[data-feed='demo']");
    assertThat(background()).isEqualTo(light);
  }

  private String background() {
    return browser.script("return getComputedStyle(document.body).backgroundColor");
  }

  @Test
  void everyViewFitsAPhone() {
    browser.resize(360, 740);
    for (String view : List.of("", "#/feed/demo", "#/search?words=a", "#/alerts", "#/rules")) {
      browser.go(address + view);
      browser.await("main h1");
      long wide = browser.<Long>script("return document.documentElement.scrollWidth");
      assertThat(wide).as("width of %s", view).isLessThanOrEqualTo(360);
    }
  }

  @Test
  void tenTabsShareOneConnection() {
    browser.go(address);
    browser.await("[data-feed='demo']");
    for (int i = 0; i < 9; i++) {
      browser.driver().switchTo().newWindow(WindowType.TAB);
      browser.go(address);
      browser.await("[data-feed='demo']");
    }
    Map<String, Object> wall = browser.script("return fetch('/api/wall').then(r => r.json())");

    assertThat(wall.get("readers")).isEqualTo(1L);
    // The last one is as live as the first.
    String caption =
        browser.script(
            "return document.querySelector('[data-feed=demo] time').getAttribute('datetime')");
    browser.awaitScript(
        "return document.querySelector('[data-feed=demo] time').getAttribute('datetime') > '%s'"
            .formatted(caption));
  }

  @Test
  void whatIsNotThereIsSaid() {
    browser.go(address + "#/feed/nowhere");
    assertThat(browser.await("#view .problem").getText()).contains("There is no feed nowhere");
    browser.go(address + "#/nonsense");
    browser.await("#view h1");
    // The browser logs the 404, as it should.
    assertThat(browser.complaints()).allMatch(line -> line.contains("404"));
  }
}
