package dev.migrationplanner.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowSink;
import dev.migrationplanner.database.Rows;
import dev.migrationplanner.database.ValueSink;
import org.junit.jupiter.api.Test;

/** A comparison that read rows the copier's way would repeat the copier's mistakes. */
final class VerifyArchitectureTest {

  private final com.tngtech.archunit.core.domain.JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.migrationplanner");

  @Test
  void theComparisonDoesNotReadRowsTheCopiersWay() {
    noClasses()
        .that()
        .resideInAPackage("..verify..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Rows.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ValueSink.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(RowSink.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(RowBuffer.class)
        .check(classes);
  }

  @Test
  void theComparisonKnowsNeitherTheCopierNorTheSyncNorAnEngine() {
    noClasses()
        .that()
        .resideInAPackage("..verify..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..copy..", "..sync..", "..run..", "..database.mysql..", "..database.postgresql..")
        .check(classes);
  }

  @Test
  void digestsOfAnEngineKnowNothingOfItsRows() {
    noClasses()
        .that()
        .haveSimpleNameStartingWith("MySqlDigests")
        .or()
        .haveSimpleNameStartingWith("PostgreSqlDigests")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Rows.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(ValueSink.class)
        .orShould()
        .dependOnClassesThat()
        .haveSimpleNameContaining("Decoder")
        .check(classes);
  }
}
