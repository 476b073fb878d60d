package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Latency LATENCY = new Latency(LongStream.range(0, 13).boxed().toList());

  @Test
  void a_report_is_read_as_it_was_printed_whatever_the_keys_hold() {
    RowKey nasty = new RowKey("order & lines", List.of("a=b", "c"), List.of("x&y=z\n%", "ü "));
    Report report =
        new Report(
            UUID.randomUUID(),
            17,
            Map.of(Count.AUTHORITY_WRITES, 5L, Count.KEYS_DROPPED, 2L),
            LATENCY,
            LATENCY,
            LATENCY,
            Map.of("order & lines", new Report.ShadowCount(10, 1)),
            List.of(
                new ReportedKey(ReportedKey.Kind.MISMATCH, nasty),
                new ReportedKey(ReportedKey.Kind.SECONDARY_FAILED, RowKey.of("t", "id", 7))));
    Report read = Report.parse(report.print());
    assertThat(read.keys()).isEqualTo(report.keys());
    assertThat(read.shadows()).isEqualTo(report.shadows());
    assertThat(read.oldLatency()).isEqualTo(LATENCY);
    assertThat(read.count(Count.AUTHORITY_WRITES)).isEqualTo(5);
    assertThat(read.print()).isEqualTo(report.print());
  }

  @Test
  void the_lines_are_those_of_the_protocol() {
    Report report =
        Report.parse(
            """
            instance=6b1d4a3e-6f0e-4b57-9a0b-1f4a6a5c9d11
            sequence=17
            authorityWrites=10
            reads.new=3
            latency.new=1,2,3,4,5,6,7,8,9,10,11,12,13
            shadow.orders=7,1
            key=orders&mismatch&id=7&line=2
            keysDropped=4
            """);
    assertThat(report.sequence()).isEqualTo(17);
    assertThat(report.count(Count.READS_NEW)).isEqualTo(3);
    assertThat(report.count(Count.KEYS_DROPPED)).isEqualTo(4);
    assertThat(report.newLatency().counts()).endsWith(12L, 13L);
    assertThat(report.shadows()).containsEntry("orders", new Report.ShadowCount(7, 1));
    assertThat(report.keys())
        .containsExactly(
            new ReportedKey(
                ReportedKey.Kind.MISMATCH,
                new RowKey("orders", List.of("id", "line"), List.of("7", "2"))));
  }

  @Test
  void latency_is_counted_up_to_each_cut_point_and_beyond_the_last() {
    assertThat(Latency.bucketOf(0)).isZero();
    assertThat(Latency.bucketOf(1_000_000)).isZero();
    assertThat(Latency.bucketOf(1_000_001)).isEqualTo(1);
    assertThat(Latency.bucketOf(5_000_000_000L)).isEqualTo(11);
    assertThat(Latency.bucketOf(5_000_000_001L)).isEqualTo(12);
  }

  @Test
  void a_report_without_instance_or_with_a_broken_key_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Report.parse("sequence=1\n"));
    assertThatIllegalArgumentException().isThrownBy(() -> ReportedKey.parse("orders&mismatch"));
    assertThatIllegalArgumentException().isThrownBy(() -> ReportedKey.parse("orders&maybe&id=1"));
  }

  @Test
  void a_row_key_names_its_columns_in_logs_and_never_its_values() {
    assertThat(RowKey.of("orders", "id", "secret").toString())
        .contains("orders", "id")
        .doesNotContain("secret");
  }
}
