package vedette;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the arrows between packages: data goes right, knowledge goes left. A new package or arrow begins here. */
class ArchitectureTest {
    /** A package, the packages of ours it may know, and the libraries (package prefixes) at home there only. */
    record Room(String name, Set<String> mayKnow, Set<String> libraries) {}

    private static final Set<String> STAGES = Set.of(
            "net", "os", "capture", "decode", "content", "flow", "detect", "export", "extract", "features", "metrics");

    private static final List<Room> ROOMS = List.of(
            new Room("net", Set.of(), Set.of()),
            new Room("os", Set.of(), Set.of("com.sun.jna..")),
            new Room("capture", Set.of("net", "os"), Set.of("org.pcap4j..", "com.github.luben..")),
            new Room("decode", Set.of("net"), Set.of()),
            new Room("content", Set.of("net"), Set.of()),
            new Room("flow", Set.of("net", "decode", "content"), Set.of()),
            new Room("detect", Set.of("net", "decode", "content", "flow"), Set.of()),
            new Room("export", Set.of("net", "os", "content", "flow", "detect"), Set.of("io.netty..")),
            new Room("features", Set.of("net", "capture", "decode", "content", "flow"), Set.of()),
            new Room("extract", Set.of("net", "capture", "decode", "flow", "detect", "export"), Set.of()),
            new Room(
                    "metrics",
                    Set.of("net", "os", "capture", "decode", "flow", "detect", "export"),
                    Set.of("io.prometheus..")),
            new Room("query", Set.of("content", "flow", "detect", "export"), Set.of("org.duckdb..")),
            new Room(
                    "report",
                    Set.of("net", "capture", "decode", "content", "flow", "detect", "export"),
                    Set.of("com.maxmind..")),
            new Room("config", STAGES, Set.of("org.tomlj..")),
            new Room(
                    "daemon",
                    Set.of(
                            "net",
                            "os",
                            "capture",
                            "decode",
                            "content",
                            "flow",
                            "detect",
                            "export",
                            "extract",
                            "features",
                            "metrics",
                            "query",
                            "report",
                            "config"),
                    Set.of("picocli..", "ch.qos.logback..")));

    /** Where nothing may ask the time, log, touch a file or the network: a packet's way from its bytes to a flow. */
    private static final List<String> PURE = List.of("net", "decode", "content", "flow", "detect");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("vedette");

    @Test
    void everyPackageHasItsRoom() {
        Set<String> packages = CLASSES.stream()
                .map(type -> type.getPackageName().split("\\.")[1])
                .collect(Collectors.toSet());
        assertThat(ROOMS.stream().map(Room::name)).containsAll(packages);
    }

    @TestFactory
    Stream<DynamicTest> knowledgeGoesLeft() {
        return ROOMS.stream()
                .map(room -> dynamicTest(room.name(), () -> {
                    String[] others = ROOMS.stream()
                            .map(Room::name)
                            .filter(other -> !other.equals(room.name())
                                    && !room.mayKnow().contains(other))
                            .map(other -> "vedette." + other + "..")
                            .toArray(String[]::new);
                    if (others.length > 0) {
                        noClasses()
                                .that()
                                .resideInAPackage("vedette." + room.name() + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(others)
                                .allowEmptyShould(true)
                                .check(CLASSES);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyLibraryHasOneHome() {
        return ROOMS.stream()
                .filter(room -> !room.libraries().isEmpty())
                .map(room -> dynamicTest(
                        room.name(),
                        () -> noClasses()
                                .that()
                                .resideOutsideOfPackage("vedette." + room.name() + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(room.libraries().toArray(String[]::new))
                                .allowEmptyShould(true)
                                .check(CLASSES)));
    }

    @TestFactory
    Stream<DynamicTest> theDataPathKnowsNoClockNoLogAndNoFile() {
        return PURE.stream()
                .map(room -> dynamicTest(room, () -> {
                    noClasses()
                            .that()
                            .resideInAPackage("vedette." + room + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(
                                    "org.slf4j..", "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
                            .allowEmptyShould(true)
                            .check(CLASSES);
                    noClasses()
                            .that()
                            .resideInAPackage("vedette." + room + "..")
                            .should()
                            .callMethodWhere(isAClock())
                            .allowEmptyShould(true)
                            .check(CLASSES);
                }));
    }

    @Test
    void nothingUsesUnsafe() {
        classes()
                .should()
                .onlyDependOnClassesThat(new DescribedPredicate<>("are not Unsafe") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !type.getName().contains("Unsafe");
                    }
                })
                .check(CLASSES);
    }

    private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> isAClock() {
        return new DescribedPredicate<>("asks the wall clock") {
            @Override
            public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                String name = call.getTarget().getName();
                String owner = call.getTargetOwner().getName();
                return owner.equals("java.lang.System") && (name.equals("currentTimeMillis") || name.equals("nanoTime"))
                        || owner.startsWith("java.time.") && name.equals("now");
            }
        };
    }
}
