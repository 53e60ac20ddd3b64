package dev.twinlog.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/// What never happens between the rooms, as far as the modules' dependencies cannot say it (ARCHITECTURE.md).
class RoomsTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.twinlog");

    private static final String[] PURE = {
        "dev.twinlog.model..",
        "dev.twinlog.otlp..",
        "dev.twinlog.readers..",
        "dev.twinlog.reconcile..",
        "dev.twinlog.sources.appserver.supervision.."
    };

    @Test
    void what_decides_reads_no_clock() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(ALL);
    }

    @Test
    void what_decides_rolls_no_dice() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(ALL);
    }

    @Test
    void what_decides_opens_no_file_and_no_socket() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Files.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.net..", "java.sql..")
                .check(ALL);
    }

    @Test
    void what_decides_starts_no_thread() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executor.class)
                .check(ALL);
    }

    @Test
    void only_main_reads_the_environment() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .and()
                .haveSimpleNameNotEndingWith("FakeRelay") // a process of its own
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(ALL);
    }

    @Test
    void only_the_store_speaks_sql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.twinlog.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.flywaydb..")
                .check(ALL);
    }

    @Test
    void the_rooms_inside_of_the_daemon_do_not_know_those_above_them() {
        noClasses()
                .that()
                .resideInAPackage("dev.twinlog.app.daemon.*..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.twinlog.app.daemon",
                        "dev.twinlog.app.cli..",
                        "dev.twinlog.app.doctor..",
                        "dev.twinlog.app.http..",
                        "dev.twinlog.app.logs..",
                        "dev.twinlog.app.metrics..",
                        "dev.twinlog.app.operations..",
                        "dev.twinlog.app.rescue..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(Main.class.getName())
                .check(ALL);
    }

    @Test
    void the_rooms_inside_of_the_daemon_know_each_other_in_one_direction() {
        slices().matching("dev.twinlog.app.daemon.(*)..")
                .should()
                .beFreeOfCycles()
                .check(ALL);
    }
}
