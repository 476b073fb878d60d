package dev.migrationplanner.gate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was observed, by measure. Immutable; serialises to JSON as it stands. */
public record Evidence(Map<Measure, Observation> observations) {

  /** None. */
  public static final Evidence NONE = new Evidence(Map.of());

  @JsonCreator
  public Evidence(@JsonProperty("observations") Map<Measure, Observation> observations) {
    this.observations = Collections.unmodifiableMap(new TreeMap<>(observations));
  }

  /** This and one more; a later observation of the same measure takes the earlier one's place. */
  public Evidence with(Measure measure, double value, String how, String at) {
    var more = new TreeMap<>(observations);
    more.put(measure, new Observation(value, how, at));
    return new Evidence(more);
  }

  /** The value, if it was observed. */
  public Optional<Double> value(Measure measure) {
    return Optional.ofNullable(observations.get(measure)).map(Observation::value);
  }

  /** SHA-256 of all of it, in hexadecimal: what an approval is bound to. */
  public String hash() {
    var text = new StringBuilder();
    observations.forEach(
        (m, o) ->
            text.append(m)
                .append('=')
                .append(o.value())
                .append('|')
                .append(o.how())
                .append('|')
                .append(o.at())
                .append('\n'));
    return HexFormat.of()
        .formatHex(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
