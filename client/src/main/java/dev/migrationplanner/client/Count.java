package dev.migrationplanner.client;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a report counts, by the protocol's names. Each is a number of events since the last report.
 */
public enum Count {
  AUTHORITY_WRITES("authorityWrites"),
  AUTHORITY_WRITE_ERRORS("authorityWriteErrors"),
  SECONDARY_WRITES("secondaryWrites"),
  SECONDARY_WRITE_ERRORS("secondaryWriteErrors"),
  SECONDARY_DROPPED("secondaryDropped"),
  /** Refused by the fence, as they were from before the epoch; among the writes, no errors. */
  SECONDARY_REFUSED("secondaryRefused"),
  READS_OLD("reads.old"),
  READS_NEW("reads.new"),
  READ_ERRORS_OLD("readErrors.old"),
  READ_ERRORS_NEW("readErrors.new"),
  SHADOW_READS("shadowReads"),
  SHADOW_MATCHES("shadowMatches"),
  SHADOW_MISMATCHES("shadowMismatches"),
  SHADOW_ERRORS("shadowErrors"),
  SHADOW_DROPPED("shadowDropped"),
  KEYS_DROPPED("keysDropped");

  private final String word;

  Count(String word) {
    this.word = word;
  }

  /** The name in the protocol. */
  public String word() {
    return word;
  }

  static Optional<Count> of(String word) {
    return Arrays.stream(values()).filter(count -> count.word.equals(word)).findFirst();
  }
}
