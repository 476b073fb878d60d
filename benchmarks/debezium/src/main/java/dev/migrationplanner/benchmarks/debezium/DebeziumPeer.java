package dev.migrationplanner.benchmarks.debezium;

import io.debezium.connector.jdbc.JdbcSinkConnectorTask;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Debezium's embedded engine, reading MariaDB's log from now on, feeding Debezium's JDBC sink into
 * PostgreSQL, in one process without a broker between them. Arguments: source port, target port, a
 * directory for offsets. Prints {@code ready}; {@code hold} and {@code go} on standard input stop
 * and start the sink, as the sync of ours is stopped and started; the end of input ends it.
 */
public final class DebeziumPeer {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final JdbcSinkConnectorTask sink = new JdbcSinkConnectorTask();
  private boolean holding;
  private long offset;

  private DebeziumPeer() {}

  /** See the class. */
  public static void main(String[] args) throws Exception {
    var peer = new DebeziumPeer();
    peer.startSink(args[1]);
    var ready = new CountDownLatch(1);
    DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(source(args[0], args[2]))
            .using(
                new DebeziumEngine.ConnectorCallback() {
                  @Override
                  public void pollingStarted() {
                    ready.countDown();
                  }
                })
            .notifying(peer::apply)
            .build();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    thread.execute(engine);
    ready.await();
    System.out.println("ready");
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      peer.hold(line.equals("hold"));
      System.out.println(line);
    }
    System.exit(0);
  }

  private static Properties source(String port, String directory) {
    var properties = new Properties();
    properties.putAll(
        Map.of(
            "name", "peer",
            "connector.class", "io.debezium.connector.mariadb.MariaDbConnector",
            "offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore",
            "offset.storage.file.filename", directory + "/offsets",
            "offset.flush.interval.ms", "1000",
            "schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory",
            "schema.history.internal.file.filename", directory + "/history",
            "topic.prefix", "peer",
            "snapshot.mode", "no_data"));
    properties.putAll(
        Map.of(
            "database.hostname", "127.0.0.1",
            "database.port", port,
            "database.user", "root",
            "database.password", "",
            "database.server.id", "4711",
            "database.ssl.mode", "disable",
            "database.include.list", "bench",
            "table.include.list", "bench.users",
            "bigint.unsigned.handling.mode", "long"));
    properties.putAll(
        Map.of("max.batch.size", "8192", "max.queue.size", "65536", "poll.interval.ms", "5"));
    return properties;
  }

  private void startSink(String port) {
    sink.initialize(context());
    sink.start(
        Map.of(
            "connection.url",
            "jdbc:postgresql://127.0.0.1:" + port + "/bench?reWriteBatchedInserts=true",
            "connection.username",
            "postgres",
            "connection.password",
            "x",
            "insert.mode",
            "upsert",
            "delete.enabled",
            "true",
            "primary.key.mode",
            "record_key",
            "schema.evolution",
            "none",
            "collection.name.format",
            "public.users",
            "batch.size",
            "8192",
            "use.reduction.buffer",
            "true"));
  }

  /** What the sink asks of Kafka Connect: nothing that matters without a broker. */
  private static SinkTaskContext context() {
    return (SinkTaskContext)
        Proxy.newProxyInstance(
            DebeziumPeer.class.getClassLoader(),
            new Class<?>[] {SinkTaskContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "configs" -> Map.of();
                  case "assignment" -> java.util.Set.of();
                  default -> null;
                });
  }

  private void hold(boolean now) {
    lock.lock();
    try {
      holding = now;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void apply(
      List<RecordChangeEvent<SourceRecord>> events,
      RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    lock.lock();
    try {
      while (holding) {
        released.await();
      }
      var records = new ArrayList<SinkRecord>();
      for (RecordChangeEvent<SourceRecord> event : events) {
        if (event.record().topic().endsWith(".users")) {
          records.add(sinkRecord(event.record()));
        }
      }
      if (!records.isEmpty()) {
        sink.put(records);
      }
      for (RecordChangeEvent<SourceRecord> event : events) {
        committer.markProcessed(event);
      }
      committer.markBatchFinished();
    } catch (RuntimeException e) {
      e.printStackTrace();
      System.exit(1);
    } finally {
      lock.unlock();
    }
  }

  private SinkRecord sinkRecord(SourceRecord record) {
    return new SinkRecord(
        record.topic(),
        0,
        record.keySchema(),
        record.key(),
        record.valueSchema(),
        record.value(),
        offset++);
  }
}
