package io.earwitness.local;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * The main class of the registry's own process: runs another main class and halts as soon as
 * standard input ends. The parent holds the other end of that pipe and never writes: however the
 * parent dies, the operating system closes the pipe, and the child follows.
 */
final class RegistryProcess {
  private RegistryProcess() {}

  /**
   * @param args the main class to run, and its arguments
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread watch = new Thread(() -> haltAtEndOf(System.in), "parent-watch");
    watch.setDaemon(true);
    watch.start();
    Method main = Class.forName(args[0]).getMethod("main", String[].class);
    main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void haltAtEndOf(InputStream pipe) {
    try {
      pipe.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("The pipe to the parent process broke: " + e);
    }
    Runtime.getRuntime().halt(0);
  }
}
