package paloma.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import paloma.testkit.Checkout;

/** What Maven's rules on the modules cannot see. */
class HouseTest {
    private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");

    @Test
    void packagesFormNoCircle() throws Exception {
        List<Path> modules = modules();
        assertThat(modules).hasSizeGreaterThan(8);
        slices().matching("paloma.(**)").should().beFreeOfCycles().check(classesOf(modules));
    }

    @Test
    void theCoreOfTheTransferHasNoChannelThreadClockOrFile() {
        DescribedPredicate<JavaClass> forbidden = resideInAnyPackage(
                        "io.netty.channel..",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "java.net..",
                        "java.util.concurrent..")
                .or(DescribedPredicate.describe(
                        "are a thread, a clock or a file",
                        type -> List.of(File.class, Thread.class, Clock.class, Executor.class).stream()
                                .anyMatch(type::isAssignableTo)));
        noClasses()
                .should()
                .dependOnClassesThat(forbidden)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(classesOf(List.of(Checkout.file("transfer/core"))));
    }

    /** Every module whose classes are shipped to somebody. */
    private static List<Path> modules() throws IOException {
        return MODULE.matcher(Files.readString(Checkout.file("pom.xml")))
                .results()
                .map(module -> Checkout.file(module.group(1)))
                .filter(module -> Files.isDirectory(module.resolve("src/main/java")))
                .toList();
    }

    private static JavaClasses classesOf(List<Path> modules) {
        return new ClassFileImporter()
                .importPaths(modules.stream()
                        .map(module -> module.resolve("target/classes"))
                        .toList());
    }
}
