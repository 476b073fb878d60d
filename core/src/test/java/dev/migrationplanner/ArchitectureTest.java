package dev.migrationplanner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Each package knows only those to its left (docs/architecture.md). */
@AnalyzeClasses(
    packages = "dev.migrationplanner",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String ROOT = "dev.migrationplanner.";
  private static final String HOUSE = "dev.migrationplanner..";

  @ArchTest
  static final ArchRule PACKAGES_KNOW_ONLY_THOSE_TO_THEIR_LEFT =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage(HOUSE)
          .layer("schema")
          .definedBy(ROOT + "schema..")
          .layer("gate")
          .definedBy(ROOT + "gate..")
          .layer("database")
          .definedBy(ROOT + "database..")
          .layer("plan")
          .definedBy(ROOT + "plan..")
          .layer("copy")
          .definedBy(ROOT + "copy..")
          .layer("sync")
          .definedBy(ROOT + "sync..")
          .layer("verify")
          .definedBy(ROOT + "verify..")
          .layer("survey")
          .definedBy(ROOT + "survey..")
          .layer("run")
          .definedBy(ROOT + "run..")
          .layer("crash")
          .definedBy(ROOT + "crash..")
          .optionalLayer("client")
          .definedBy(ROOT + "client..")
          .whereLayer("crash")
          .mayNotAccessAnyLayer()
          .whereLayer("run")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("survey")
          .mayOnlyBeAccessedByLayers("run")
          .whereLayer("verify")
          .mayOnlyBeAccessedByLayers("survey", "run")
          .whereLayer("sync")
          .mayOnlyBeAccessedByLayers("survey", "run")
          .whereLayer("copy")
          .mayOnlyBeAccessedByLayers("survey", "run")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers("copy", "sync", "verify", "survey", "run")
          .whereLayer("database")
          .mayOnlyBeAccessedByLayers("plan", "copy", "sync", "verify", "survey", "run");

  @ArchTest
  static final ArchRule THE_COMPARISON_SHARES_NO_CODE_WITH_THE_COPIER =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "verify..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(ROOT + "database.Rows")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName(ROOT + "database.RowBuffer");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_THINGS_ARE =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Abstract[A-Z].*|Base)$");

  @ArchTest
  static final ArchRule ENGINES_ARE_KNOWN_ONLY_BEHIND_THEIR_INTERFACES =
      classes()
          .that()
          .resideInAnyPackage(ROOT + "database.mysql..", ROOT + "database.postgresql..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(
              ROOT + "database", ROOT + "database.mysql..", ROOT + "database.postgresql..");
}
