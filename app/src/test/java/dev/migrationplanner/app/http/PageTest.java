package dev.migrationplanner.app.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The page in a real Chromium, found by CHROMIUM or on the PATH. */
class PageTest {
  private static Playwright playwright;
  private static Browser browser;

  private final ScriptedControl control = new ScriptedControl();
  private final List<String> complaints = new ArrayList<>();
  private ControlServer server;
  private BrowserContext context;

  @BeforeAll
  static void open() {
    Optional<Path> chromium = chromium();
    if (chromium.isEmpty()) {
      System.out.println("Skipped: the page's test needs a Chromium (set CHROMIUM to its path).");
    }
    Assumptions.assumeTrue(chromium.isPresent());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(
                        List.of(
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  @AfterAll
  static void shut() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void start() {
    server =
        ControlServer.start(
            HttpOptions.loopback(0), new Migrations().add("shop-to-postgres", control));
  }

  @AfterEach
  void stop() {
    if (context != null) {
      context.close();
    }
    server.close();
  }

  @Test
  void thePageShowsTheMigrationAndBreaksNoneOfItsOwnRules() {
    Page page = page(1280, ColorScheme.LIGHT);
    assertThat(page.locator("#migration")).hasText("shop-to-postgres");
    assertThat(page.locator("#rail li.here .phase")).hasText("Flip reads");
    assertThat(page.locator("#rail li.done")).hasCount(4);
    assertThat(page.locator("#gates article")).hasCount(3);
    assertThat(page.locator("#gates")).containsText("Waits for 117 more seconds");
    assertThat(page.locator("#ramp li[data-state=HOLDING] strong")).hasText("10\u202f%");
    assertThat(page.locator("#traffic")).containsText("below 0.0048\u202f% at 95 %");
    assertThat(page.locator("#history li")).hasCount(5);
    assertThat(page.locator("#link-text")).hasText("live");
    assertThat(complaints).isEmpty();
  }

  @Test
  void aHostileTableNameStaysText() {
    Page page = page(1280, ColorScheme.LIGHT);
    assertThat(page.locator("#copies")).containsText(Statuses.HOSTILE);
    assertThat(page.title()).isEqualTo("shop-to-postgres · Flip reads");
    assertThat(page.locator("main script").count()).isZero();
  }

  @Test
  void aChangeArrivesWithoutReloading() {
    Page page = page(1280, ColorScheme.LIGHT);
    assertThat(page.locator("#rail li.here .phase")).hasText("Flip reads");
    control.becomes(Statuses.rolledBack());
    assertThat(page.locator("#rail li.here .phase")).hasText("Dual read");
    assertThat(page.locator("#banner")).containsText("Rolled back out of Flip reads");
    assertThat(page.locator("#ramp-card")).isHidden();
  }

  @Test
  void thePagePollsWhereTheStreamIsCutOffAndSaysWhenNobodyAnswers() {
    context = browser.newContext();
    Page page = context.newPage();
    page.route("**/events", route -> route.abort());
    page.navigate(server.uri().toString());
    assertThat(page.locator("#link-text")).hasText("every 2 s");
    control.becomes(Statuses.rolledBack());
    assertThat(page.locator("#rail li.here .phase")).hasText("Dual read");
    server.close();
    assertThat(page.locator("#link")).hasAttribute("data-link", "lost");
  }

  @Test
  void nothingIsCutOffFromANarrowPhoneToAWideScreen() {
    for (int width : new int[] {400, 768, 1024, 1600}) {
      Page page = page(width, width == 768 ? ColorScheme.DARK : ColorScheme.LIGHT);
      assertThat(page.locator("#history li")).hasCount(5);
      Object overflow =
          page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(overflow).as("pixels that stick out at %s", width).isEqualTo(0);
      shoot(page, "page-" + width);
      context.close();
    }
  }

  /** Taken anew for the documentation with -Dpage.picture=docs/page.png. */
  @Test
  @EnabledIfSystemProperty(named = "page.picture", matches = ".+")
  void aPictureForTheDocumentation() throws Exception {
    Page page = page(1280, ColorScheme.LIGHT);
    for (int i = 0; i < 100; i++) {
      control.becomes(Statuses.withLag(60 + (i * i * 37L) % 55 + (i == 62 ? 160 : 0)));
      Thread.sleep(520);
    }
    assertThat(page.locator("#link-text")).hasText("live");
    Path picture = Path.of(System.getProperty("page.picture"));
    page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(picture));
  }

  private Page page(int width, ColorScheme scheme) {
    context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(server.uri().toString());
    return page;
  }

  private static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("target", name + ".png")));
  }

  private static Optional<Path> chromium() {
    String told = System.getenv().getOrDefault("CHROMIUM", "");
    Stream<Path> onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .map(folder -> Path.of(folder, "chromium"));
    return Stream.concat(Stream.of(Path.of(told)).filter(path -> !told.isEmpty()), onPath)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
