package io.earwitness.ingest.demo;

import java.util.random.RandomGenerator;

/** The kinds of sound that the demo scene is made of. No two renderings of one are alike. */
public enum DemoSound {
  SMOKE_ALARM("smoke_alarm", Alarms::smokeAlarm),
  SIREN("siren", Alarms::siren),
  DOORBELL("doorbell", Alarms::doorbell),
  TELEPHONE("telephone", Alarms::telephone),
  DOG_BARK("dog_bark", Creatures::dogBark),
  BIRDS("birds", Creatures::birds),
  KNOCKING("knocking", Household::knocking),
  CLOCK_TICK("clock_tick", Household::clockTick),
  KEYBOARD_TYPING("keyboard_typing", Household::typing),
  RAIN("rain", Weather::rain),
  SEA_WAVES("sea_waves", Weather::seaWaves),
  WIND("wind", Weather::wind);

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // references to static methods hold no state
  private final Renderer renderer;

  /** Paints a sound of about the wanted length. */
  interface Renderer {
    Sketch render(double seconds, int hertz, RandomGenerator random);
  }

  DemoSound(String label, Renderer renderer) {
    this.label = label;
    this.renderer = renderer;
  }

  /** In the spelling of a bundle's labels. */
  public String label() {
    return label;
  }

  Sketch render(double seconds, int hertz, RandomGenerator random) {
    return renderer.render(seconds, hertz, random);
  }
}
