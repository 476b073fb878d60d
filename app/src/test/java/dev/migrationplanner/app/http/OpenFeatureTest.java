package dev.migrationplanner.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.Cohort;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenFeature's own Java client, as released, against our server. */
class OpenFeatureTest {
  private final ScriptedControl control = new ScriptedControl();
  private ControlServer server;
  private Client flags;

  @BeforeEach
  void connect() {
    server =
        ControlServer.start(
            HttpOptions.loopback(0), new Migrations().add("shop-to-postgres", control));
    OfrepProviderOptions options =
        OfrepProviderOptions.builder().baseUrl(server.uri().toString()).build();
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    api.setProviderAndWait("test", OfrepProvider.constructProvider(options));
    flags = api.getClient("test");
  }

  @AfterEach
  void disconnect() {
    OpenFeatureAPI.getInstance().shutdown();
    server.close();
  }

  @Test
  void theReleasedClientChoosesTheUsersThatOurLibraryChooses() {
    Cohort cohort = new Cohort("shop-to-postgres");
    for (int i = 0; i < 100; i++) {
      String user = "user-" + i;
      assertThat(flags.getBooleanValue("shop-to-postgres.reads-new", false, context(user)))
          .as(user)
          .isEqualTo(cohort.contains(user, 1_000));
    }
  }

  @Test
  void theReleasedClientReadsTheStageWithItsReasonAndVariant() {
    FlagEvaluationDetails<String> stage =
        flags.getStringDetails("shop-to-postgres.stage", "OFF", context("u1"));
    assertThat(stage.getErrorMessage()).isNull();
    assertThat(stage.getValue()).isEqualTo("LIVE");
    assertThat(stage.getReason()).isEqualTo("STATIC");
    assertThat(stage.getVariant()).isEqualTo("LIVE");
  }

  @Test
  void theReleasedClientFallsBackOnItsDefaultAndSaysWhyForAnUnknownFlag() {
    FlagEvaluationDetails<Boolean> unknown =
        flags.getBooleanDetails("shop-to-postgres.nothing", true, context("u1"));
    assertThat(unknown.getValue()).isTrue();
    assertThat(unknown.getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
  }

  private static ImmutableContext context(String user) {
    return new ImmutableContext(user);
  }
}
