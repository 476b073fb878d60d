package dev.migrationplanner.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.migrationplanner", importOptions = DoNotIncludeTests.class)
class IndependenceTest {

  @ArchTest
  static final ArchRule the_ledger_and_the_judge_know_only_the_jdk_and_jdbc =
      classes()
          .that()
          .resideInAPackage("dev.migrationplanner.ledger..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.migrationplanner.ledger..", "java..", "org.jspecify.annotations..");
}
