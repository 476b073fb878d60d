package dev.migrationplanner.benchmarks;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code servers}: two servers for many runs on the same data. */
@Command(
    name = "servers",
    description = "Start both servers, print their ports and stay until interrupted.")
final class ServersCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    try (Stand stand = Stand.start()) {
      System.out.printf(
          "--source-port %d --target-port %d%n", stand.sourcePort(), stand.targetPort());
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
