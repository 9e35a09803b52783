package dev.ovi.runtime;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the modules and packages. jextract's output ({@code generated}) keeps its own habits. */
class ArchitectureTest {
    private static final String GENERATED = "..generated..";

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(
                    location -> !location.contains("/dev/ovi/api/contract/")) // a test-jar, with tests' libraries
            .importPackages("dev.ovi");

    @Test
    void theApiDependsOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("dev.ovi.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.ovi.api..", "java..", "org.jspecify.annotations..")
                .check(OURS);
    }

    @Test
    void theNativeBindingsKnowTheApiAndTheJdk() {
        classes()
                .that()
                .resideInAnyPackage("dev.ovi.torch..", "dev.ovi.cuda..", "dev.ovi.cudnn..", "dev.ovi.kernels..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.ovi.api..",
                        "dev.ovi.torch..",
                        "dev.ovi.cuda..",
                        "dev.ovi.cudnn..",
                        "dev.ovi.kernels..",
                        "java..",
                        "org.jspecify.annotations..")
                .check(OURS);
    }

    @Test
    void theRuntimesLayersPointDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("front")
                .definedBy("dev.ovi.runtime.cli..", "dev.ovi.runtime.viewer..")
                .layer("facade")
                .definedBy(
                        "dev.ovi.runtime",
                        "dev.ovi.runtime.parity..",
                        "dev.ovi.runtime.bench..",
                        "dev.ovi.runtime.score..")
                .layer("engine")
                .definedBy("dev.ovi.runtime.generate..", "dev.ovi.runtime.render..")
                .layer("work")
                .definedBy(
                        "dev.ovi.runtime.capture..",
                        "dev.ovi.runtime.compute..",
                        "dev.ovi.runtime.edit..",
                        "dev.ovi.runtime.model..",
                        "dev.ovi.runtime.record..",
                        "dev.ovi.runtime.drawing..",
                        "dev.ovi.runtime.sampler..",
                        "dev.ovi.runtime.words..")
                .layer("ground")
                .definedBy(
                        "dev.ovi.runtime.plugin..",
                        "dev.ovi.runtime.checkpoint..",
                        "dev.ovi.runtime.config..",
                        "dev.ovi.runtime.media..",
                        "dev.ovi.runtime.pytorch..",
                        "dev.ovi.runtime.safetensors..",
                        "dev.ovi.runtime.tensorfile..")
                .layer("base")
                .definedBy("dev.ovi.runtime.base..")
                .whereLayer("front")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("facade")
                .mayOnlyBeAccessedByLayers("front")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("front", "facade")
                .whereLayer("work")
                .mayOnlyBeAccessedByLayers("front", "facade", "engine")
                .whereLayer("ground")
                .mayOnlyBeAccessedByLayers("front", "facade", "engine", "work")
                .whereLayer("base")
                .mayOnlyBeAccessedByLayers("front", "facade", "engine", "work", "ground")
                .ensureAllClassesAreContainedInArchitectureIgnoring(not(resideInAPackage("dev.ovi.runtime..")))
                .check(OURS);
    }

    /** A record is a full stop: what draws it works without what made it, and the other way round. */
    @Test
    void generatingAndRenderingKnowNothingOfEachOther() {
        slices().matching("dev.ovi.runtime.(generate|render)..")
                .should()
                .notDependOnEachOther()
                .check(OURS);
    }

    /** A file's format is read in its own room, and only the checkpoint's knows all of them. */
    @Test
    void theFormatsOfTensorFilesKnowNothingOfEachOther() {
        slices().matching("dev.ovi.runtime.(pytorch|safetensors)..")
                .should()
                .notDependOnEachOther()
                .check(OURS);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("dev.ovi.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void nothingPrintsToTheStandardStreamsOutsideTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.ovi.runtime.cli..", GENERATED)
                .should(ACCESS_STANDARD_STREAMS)
                .check(OURS);
    }

    /**
     * The one exception is that a process can load libtorch only once, which is the dynamic linker's state, not ours; and what
     * the C library was last told of its heap, which it does not tell, is kept in a final reference.
     */
    @Test
    void nothingStaticIsMutable() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveFullName("dev.ovi.torch.LibTorch.loaded")
                .and()
                .areDeclaredInClassesThat(not(resideInAPackage(GENERATED)))
                .should()
                .beFinal()
                .check(OURS);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packagesBelow(OURS.getPackage("dev.ovi")))
                .filteredOn(it -> !it.getClasses().isEmpty() && !it.getName().contains("generated"))
                .isNotEmpty()
                .allMatch(it -> it.isAnnotatedWith(NullMarked.class), "is @NullMarked in its package-info.java");
    }

    private static List<JavaPackage> packagesBelow(JavaPackage top) {
        var all = new ArrayList<JavaPackage>(List.of(top));
        top.getSubpackages().forEach(it -> all.addAll(packagesBelow(it)));
        return all;
    }
}
