package io.earwitness.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Certificates for a server on the loopback address and for a client, made with the JDK's keytool.
 */
record Certificates(Path folder, String password) {
  static final String CLIENT = "earwitness-ingest";

  static Certificates make(Path folder, String password) throws IOException, InterruptedException {
    var certificates = new Certificates(Files.createDirectories(folder), password);
    certificates.pair("server", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost");
    certificates.pair("client", "CN=" + CLIENT);
    certificates.trust("client", "server");
    certificates.trust("server", "client");
    return certificates;
  }

  Path serverKeys() {
    return folder.resolve("server.p12");
  }

  Path clientKeys() {
    return folder.resolve("client.p12");
  }

  /** What the server trusts: the client's certificate. */
  Path serverTrust() {
    return folder.resolve("server-trust.p12");
  }

  /** What a client trusts: the server's certificate, as Kubernetes would mount it. */
  Path clientTrust() {
    return folder.resolve("server.pem");
  }

  private void pair(String alias, String name, String... more)
      throws IOException, InterruptedException {
    List<String> options =
        List.of(
            "-genkeypair",
            "-alias",
            alias,
            "-keyalg",
            "EC",
            "-dname",
            name,
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            folder.resolve(alias + ".p12").toString());
    keytool(Stream.concat(options.stream(), Stream.of(more)).toList());
    keytool(
        List.of(
            "-exportcert",
            "-rfc",
            "-alias",
            alias,
            "-keystore",
            folder.resolve(alias + ".p12").toString(),
            "-file",
            folder.resolve(alias + ".pem").toString()));
  }

  private void trust(String who, String whom) throws IOException, InterruptedException {
    keytool(
        List.of(
            "-importcert",
            "-noprompt",
            "-alias",
            whom,
            "-storetype",
            "PKCS12",
            "-keystore",
            folder.resolve(who + "-trust.p12").toString(),
            "-file",
            folder.resolve(whom + ".pem").toString()));
  }

  private void keytool(List<String> options) throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        Stream.of(Stream.of(tool.toString()), options.stream(), Stream.of("-storepass", password))
            .flatMap(words -> words)
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool refuses: " + said);
    }
  }
}
