package io.earwitness.captioner.caption;

/**
 * @param sha256 of the bundle, lower-case hex
 */
public record ModelIdentity(String name, String version, String sha256) {}
