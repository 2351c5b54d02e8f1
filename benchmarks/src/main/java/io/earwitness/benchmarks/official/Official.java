package io.earwitness.benchmarks.official;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The two comparisons with the official code. */
@Command(
    name = "official",
    mixinStandardHelpOptions = true,
    description = "Compares an imported bundle with EnCLAP's own code on the same weights.",
    subcommands = {OfficialParity.class, OfficialSpeed.class})
public final class Official {
  private Official() {}

  /** Runs one of them. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Official()).execute(args));
  }
}
