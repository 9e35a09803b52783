package dev.ovi.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.option.OptionValues;
import dev.ovi.api.visual.Visualizer;
import dev.ovi.runtime.base.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginHostTest {
    /** A class path without providers, whatever the tests of other packages bring along. */
    private static final ClassLoader NO_PROVIDERS = new URLClassLoader(new URL[0], new WithoutServices());

    private static final OptionValues NO_OPTIONS = OptionValues.defaults(List.of());

    @TempDir
    private Path directory;

    @Test
    void aGoodJarIsLoadedWithItsProviderAndOptions() throws IOException {
        PluginJar.named("visualizer-dots")
                .withVisualizer("dots", "demo.Dots", """
                        public java.util.List<dev.ovi.api.option.Option<?>> options() {
                            return java.util.List.of(dev.ovi.api.option.Option.number("alpha", 0.4, 0, 1, "Share of heat."));
                        }
                        """, "")
                .into(directory, "dots.jar");

        try (PluginHost host = open()) {
            assertThat(host.jars()).singleElement().satisfies(jar -> {
                assertThat(jar.state()).isEqualTo(new JarState.Loaded(List.of()));
                assertThat(jar.manifest())
                        .contains(new PluginManifest("visualizer-dots", "1.2.3", "Somebody", ">=0.1.0 & <1.0.0"));
            });
            PluginFactory<Visualizer> dots = host.visualizer("dots");
            assertThat(dots.label()).isEqualTo("visualizer dots (dots.jar 1.2.3)");
            assertThat(dots.description()).isEqualTo("Made for a test.");
            assertThat(dots.options())
                    .singleElement()
                    .satisfies(option -> assertThat(option.name()).isEqualTo("alpha"));
        }
    }

    @Test
    void anInstanceHasItsOptionsBeforeAnybodyCanCallIt() throws IOException {
        PluginJar.named("visualizer-dots")
                .withVisualizer("dots", "demo.Dots", """
                        static final dev.ovi.api.option.Option<Double> ALPHA =
                                dev.ovi.api.option.Option.number("alpha", 0.4, 0, 1, "Share of heat.");
                        private double alpha = -1;
                        public java.util.List<dev.ovi.api.option.Option<?>> options() { return java.util.List.of(ALPHA); }
                        public void configure(dev.ovi.api.option.OptionValues values) { alpha = values.get(ALPHA); }
                        public String toString() { return "alpha " + alpha; }
                        """, "")
                .into(directory, "dots.jar");

        try (PluginHost host = open()) {
            PluginFactory<Visualizer> dots = host.visualizer("dots");
            var given = dots.create(OptionValues.of(dots.options(), Map.of("alpha", "0.7")));
            var defaults = dots.create(OptionValues.defaults(dots.options()));

            assertThat(given.<String>call(Object::toString)).isEqualTo("alpha 0.7");
            assertThat(defaults.<String>call(Object::toString)).isEqualTo("alpha 0.4");
        }
    }

    @Test
    void anInstanceThatRefusesItsOptionsIsClosedAndNamed() throws IOException {
        PluginJar.named("visualizer-dots")
                .withVisualizer("dots", "demo.Dots", """
                        public void configure(dev.ovi.api.option.OptionValues values) {
                            throw new IllegalArgumentException("no dots today");
                        }
                        """, "")
                .into(directory, "dots.jar");

        try (PluginHost host = open()) {
            PluginFactory<Visualizer> dots = host.visualizer("dots");
            assertThatThrownBy(() -> dots.create(NO_OPTIONS))
                    .isInstanceOf(PluginFailure.class)
                    .hasMessageContaining("visualizer dots (dots.jar 1.2.3)")
                    .hasMessageContaining("no dots today");
        }
    }

    @Test
    void everyUseGetsANewInstanceFromTheJarsOwnClassLoader() throws IOException {
        PluginJar.visualizer("one", "demo.Same", "").into(directory, "one.jar");
        PluginJar.visualizer("two", "demo.Same", "").into(directory, "two.jar");

        try (PluginHost host = open()) {
            var first = host.visualizer("one").create(NO_OPTIONS);
            var second = host.visualizer("one").create(NO_OPTIONS);
            var other = host.visualizer("two").create(NO_OPTIONS);

            Object a = first.call(visualizer -> visualizer);
            Object b = second.call(visualizer -> visualizer);
            Object c = other.call(visualizer -> visualizer);
            assertThat(a).isNotSameAs(b).hasSameClassAs(b);
            assertThat(c.getClass().getName()).isEqualTo(a.getClass().getName());
            assertThat(c.getClass().getClassLoader()).isNotSameAs(a.getClass().getClassLoader());
        }
    }

    @Test
    void aJarWithoutDirectoryEntriesIsLoaded() throws IOException {
        PluginJar.visualizer("flat", "demo.Flat", "").withoutDirectoryEntries().into(directory, "flat.jar");

        try (PluginHost host = open()) {
            assertThat(host.visualizer("flat").id()).isEqualTo("flat");
        }
    }

    @Test
    void aJarThatNeedsANewerApiIsRefusedWithBothVersions() throws IOException {
        PluginJar.visualizer("future", "demo.Future", "")
                .attribute("Plugin-Requires", ">=2.0.0")
                .into(directory, "future.jar");

        try (PluginHost host = open()) {
            assertThat(refusal(host, "future.jar"))
                    .contains("dev.ovi.api >=2.0.0")
                    .contains("this is 0.1.0");
            assertThatExceptionOfType(UnavailablePluginException.class)
                    .isThrownBy(() -> host.visualizer("future"))
                    .withMessageContainingAll("\"future\"", "future.jar", ">=2.0.0", "0.1.0");
        }
    }

    @Test
    void aBareVersionMeansThatOneOrANewerOne() throws IOException {
        PluginJar.visualizer("older", "demo.A", "")
                .attribute("Plugin-Requires", "0.0.9")
                .into(directory, "a.jar");
        PluginJar.visualizer("newer", "demo.B", "")
                .attribute("Plugin-Requires", "0.1.1")
                .into(directory, "b.jar");

        try (PluginHost host = open()) {
            assertThat(ids(host)).containsExactly("visualizer older");
            assertThat(refusal(host, "b.jar")).contains("0.1.1");
        }
    }

    @Test
    void theVersionOfThisBuildIsARelease() {
        assertThat(ApiVersion.ofThisBuild().number()).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void aRangeThatIsNoneIsRefused() throws IOException {
        PluginJar.visualizer("odd", "demo.Odd", "")
                .attribute("Plugin-Requires", "newest")
                .into(directory, "odd.jar");

        try (PluginHost host = open()) {
            assertThat(refusal(host, "odd.jar"))
                    .contains("Plugin-Requires \"newest\"")
                    .contains(">=0.1.0");
        }
    }

    @Test
    void twoJarsWithOnePluginIdAreBothRefusedAndNamed() throws IOException {
        Path left = PluginJar.named("twin")
                .withVisualizer("left", "demo.Left", "", "")
                .into(directory, "left.jar");
        Path right = PluginJar.named("twin")
                .withVisualizer("right", "demo.Right", "", "")
                .into(directory, "right.jar");
        PluginJar.visualizer("good", "demo.Good", "").into(directory, "good.jar");

        try (PluginHost host = open()) {
            for (String jar : List.of("left.jar", "right.jar")) {
                assertThat(refusal(host, jar)).contains("\"twin\"", left.toString(), right.toString());
            }
            assertThat(ids(host)).containsExactly("visualizer good");
        }
    }

    @Test
    void aCopyOfAJarIsNoSecondPlugin() throws IOException {
        Path jar = PluginJar.visualizer("good", "demo.Good", "").into(directory, "good.jar");
        Path copy = Files.copy(jar, directory.resolve("kept-for-later.jar"));

        try (PluginHost host = open()) {
            assertThat(ids(host)).containsExactly("visualizer good");
            assertThat(host.jars())
                    .singleElement()
                    .satisfies(report -> assertThat(report.state())
                            .isEqualTo(new JarState.Loaded(List.of("the same jar lies at " + copy + " as well"))));
        }
    }

    @Test
    void twoJarsWithOneVisualizerIdAreBothRefusedAndNamed() throws IOException {
        Path left = PluginJar.named("left")
                .withVisualizer("heat", "demo.Left", "", "")
                .into(directory, "left.jar");
        Path right = PluginJar.named("right")
                .withVisualizer("heat", "demo.Right", "", "")
                .into(directory, "right.jar");
        PluginJar.visualizer("good", "demo.Good", "").into(directory, "good.jar");

        try (PluginHost host = open()) {
            for (String jar : List.of("left.jar", "right.jar")) {
                assertThat(refusal(host, jar)).contains("visualizer heat", left.toString(), right.toString());
            }
            assertThat(ids(host)).containsExactly("visualizer good");
            assertThatExceptionOfType(UnavailablePluginException.class)
                    .isThrownBy(() -> host.visualizer("heat"))
                    .withMessageContainingAll("left.jar", "right.jar", "keep one");
        }
    }

    @Test
    void oneJarThatProvidesAnIdTwiceIsRefused() throws IOException {
        PluginJar.named("double")
                .withVisualizer("heat", "demo.Left", "", "")
                .withVisualizer("heat", "demo.Right", "", "")
                .into(directory, "double.jar");

        try (PluginHost host = open()) {
            assertThat(refusal(host, "double.jar")).contains("visualizer heat", "demo.Left", "demo.Right");
        }
    }

    @Test
    void oneIdMayNameAVisualizerAndASink() throws IOException {
        PluginJar.visualizer("heat", "demo.Heat", "")
                .service("dev.ovi.api.capture.AttentionSink", "demo.HeatSink")
                .source("demo.HeatSink", """
                        package demo;
                        import dev.ovi.api.capture.*;
                        public class HeatSink implements AttentionSink {
                            public String id() { return "heat"; }
                            public String description() { return "A sink."; }
                            public CapturePlan plan(RunInfo run) { return run.requested(); }
                            public long memoryBytes(RunInfo run) { return 0; }
                            public void open(RunInfo run, SinkOutput output) {}
                            public void accept(MapKey key, AttentionMap map) {}
                            public SinkResult finish(int completedSteps) { return SinkResult.of(java.util.List.of()); }
                        }
                        """)
                .into(directory, "heat.jar");

        try (PluginHost host = open()) {
            assertThat(ids(host)).containsExactly("sink heat", "visualizer heat");
            assertThat(host.sink("heat").kind()).isSameAs(PluginKind.SINK);
        }
    }

    @Test
    void aJarWithoutAProviderIsRefused() throws IOException {
        PluginJar.named("empty").into(directory, "empty.jar");
        PluginJar.named("comment")
                .entry("META-INF/services/dev.ovi.api.visual.Visualizer", "# nothing yet\n\n")
                .into(directory, "comment.jar");

        try (PluginHost host = open()) {
            assertThat(refusal(host, "empty.jar"))
                    .contains("provides nothing", "META-INF/services/dev.ovi.api.visual.Visualizer");
            assertThat(refusal(host, "comment.jar")).contains("provides nothing");
        }
    }

    @Test
    void sourcesAndJavadocBesideAJarAreNoPlugins() throws IOException {
        PluginJar.visualizer("good", "demo.Good", "").into(directory, "good-1.0.jar");
        PluginJar.named("good")
                .entry("META-INF/services/dev.ovi.api.visual.Visualizer", "demo.Good")
                .into(directory, "good-1.0-sources.jar");
        PluginJar.named("good").into(directory, "good-1.0-javadoc.jar");

        try (PluginHost host = open()) {
            assertThat(ids(host)).containsExactly("visualizer good");
            assertThat(host.jars()).hasSize(1);
        }
    }

    @Test
    void missingManifestAttributesAreNamed() throws IOException {
        PluginJar.visualizer("bare", "demo.Bare", "")
                .withoutAttribute("Plugin-Version")
                .withoutAttribute("Plugin-Requires")
                .into(directory, "bare.jar");

        try (PluginHost host = open()) {
            assertThat(refusal(host, "bare.jar"))
                    .contains("lacks Plugin-Version, Plugin-Requires")
                    .doesNotContain("Plugin-Id");
        }
    }

    @Test
    void aJarThatAsksForOtherPluginsIsRefused() throws IOException {
        PluginJar.visualizer("needy", "demo.Needy", "")
                .attribute("Plugin-Dependencies", "other@1.0.0")
                .into(directory, "needy.jar");

        try (PluginHost host = open()) {
            assertThat(refusal(host, "needy.jar")).contains("other@1.0.0");
        }
    }

    @Test
    void corruptJarsAreRefusedAndTheOthersGoOn() throws IOException {
        Files.writeString(directory.resolve("text.jar"), "this is not a jar");
        Files.createFile(directory.resolve("zero.jar"));
        Path whole = PluginJar.visualizer("good", "demo.Good", "").into(directory, "good.jar");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(directory.resolve("cut.jar"), Arrays.copyOf(bytes, bytes.length / 2));

        try (PluginHost host = open()) {
            for (String jar : List.of("text.jar", "zero.jar", "cut.jar")) {
                assertThat(refusal(host, jar)).contains("not a readable jar");
            }
            assertThat(ids(host)).containsExactly("visualizer good");
        }
    }

    @Test
    void noDamageToAJarKeepsTheHostFromOpening() throws IOException {
        Path whole = PluginJar.visualizer("good", "demo.Good", "").into(directory.resolve("source"), "good.jar");
        byte[] bytes = Files.readAllBytes(whole);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = bytes.clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(directory.resolve("damaged.jar"), damaged);

            try (PluginHost host = open()) {
                assertThat(host.jars()).hasSize(1);
            }
        }
    }

    @Test
    void ofAJarThatBundlesOurSpiTheHostsCopyIsUsedAndTheBundledOneReported() throws IOException {
        byte[] ours = classBytes(Visualizer.class);
        PluginJar.visualizer("greedy", "demo.Greedy", "")
                .entry("dev/ovi/api/visual/Visualizer.class", ours)
                .entry("META-INF/versions/25/dev/ovi/api/visual/Canvas.class", ours)
                .into(directory, "greedy.jar");

        try (PluginHost host = open()) {
            assertThat(host.visualizer("greedy").create(NO_OPTIONS).<Visualizer>call(visualizer -> visualizer))
                    .isInstanceOf(Visualizer.class);
            assertThat(((JarState.Loaded) host.jars().getFirst().state()).notes())
                    .singleElement()
                    .asString()
                    .contains("2 classes of dev.ovi.api", "ignored");
        }
    }

    @Test
    void aClassOfTheSpiThatTheHostLacksIsNotTakenFromTheJar() throws IOException {
        PluginJar.named("stowaway")
                .source("dev.ovi.api.visual.Stowaway", "package dev.ovi.api.visual; public class Stowaway {}")
                .withVisualizer("stowaway", "demo.Stowaway", "", "new dev.ovi.api.visual.Stowaway();")
                .into(directory, "stowaway.jar");

        try (PluginHost host = open()) {
            assertThatExceptionOfType(PluginFailure.class)
                    .isThrownBy(() -> render(host, "stowaway"))
                    .withMessageContainingAll(
                            "visualizer stowaway (stowaway.jar 1.2.3)", "dev.ovi.api.visual.Stowaway");
        }
    }

    @Test
    void aPluginUsesItsOwnCopyOfALibraryThatTheHostHasToo() throws IOException {
        PluginJar.named("own")
                .source("org.slf4j.LoggerFactory", """
                        package org.slf4j;
                        public class LoggerFactory { public static String mine() { return "the plugin's"; } }
                        """)
                .withVisualizer("own", "demo.Own", "", "throw new java.io.IOException(org.slf4j.LoggerFactory.mine());")
                .into(directory, "own.jar");

        try (PluginHost host = open()) {
            assertThatThrownBy(() -> render(host, "own")).hasMessageContaining("the plugin's");
        }
    }

    @Test
    void theRuntimeIsHiddenFromPlugins() throws IOException {
        PluginJar.visualizer("nosy", "demo.Nosy", "dev.ovi.runtime.base.BuildVersion.current();")
                .into(directory, "nosy.jar");

        try (PluginHost host = open()) {
            assertThatExceptionOfType(PluginFailure.class)
                    .isThrownBy(() -> render(host, "nosy"))
                    .withMessageContaining("dev.ovi.runtime.base.BuildVersion")
                    .withCauseInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    void bundledResourcesAndServicesAreFoundByTheContextClassLoader() throws IOException {
        PluginJar.named("bundle")
                .entry("demo/words.txt", "from the jar")
                .withVisualizer("bundle", "demo.Bundle", "", """
                        try (var in = Thread.currentThread().getContextClassLoader().getResourceAsStream("demo/words.txt")) {
                            throw new java.io.IOException(new String(in.readAllBytes()));
                        }
                        """)
                .into(directory, "bundle.jar");
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        try (PluginHost host = open()) {
            assertThatThrownBy(() -> render(host, "bundle")).hasMessageContaining("from the jar");
        }
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void aProviderWhoseConstructorThrowsIsNamedAndTheOthersGoOn() throws IOException {
        PluginJar.named("pair")
                .withVisualizer(
                        "bad", "demo.Bad", "public Bad() { throw new IllegalStateException(\"no display\"); }", "")
                .withVisualizer("good", "demo.Good", "", "")
                .into(directory, "pair.jar");

        try (PluginHost host = open()) {
            assertThat(host.jars().getFirst().state()).isInstanceOf(JarState.Loaded.class);
            assertThat(ids(host)).containsExactly("visualizer good");
            assertThat(failure(host, "demo.Bad")).isEqualTo("IllegalStateException: no display");
            assertThatExceptionOfType(UnavailablePluginException.class)
                    .isThrownBy(() -> host.visualizer("bad"))
                    .withMessageContainingAll("demo.Bad (pair.jar 1.2.3)", "no display");
        }
    }

    @Test
    void providersThatCannotBeMadeSayWhy() throws IOException {
        PluginJar.named("broken")
                .withVisualizer("static", "demo.Static", "static int i = 1 / Integer.parseInt(\"0\");", "")
                .withVisualizer("private", "demo.Private", "private Private() {}", "")
                .withVisualizer("Loud", "demo.Loud", "", "")
                .service("dev.ovi.api.visual.Visualizer", "demo.Absent")
                .service("dev.ovi.api.visual.Visualizer", "demo.Stranger")
                .source("demo.Stranger", "package demo; public class Stranger {}")
                .service("dev.ovi.api.visual.Visualizer", "demo.Damaged")
                .entry("demo/Damaged.class", "no bytecode")
                .into(directory, "broken.jar");

        try (PluginHost host = open()) {
            assertThat(ids(host)).isEmpty();
            assertThat(failure(host, "demo.Static")).contains("ArithmeticException");
            assertThat(failure(host, "demo.Private")).contains("no public constructor without parameters");
            assertThat(failure(host, "demo.Loud")).contains("\"Loud\"", "lower case");
            assertThat(failure(host, "demo.Absent")).contains("not in the jar");
            assertThat(failure(host, "demo.Stranger")).contains("does not implement dev.ovi.api.visual.Visualizer");
            assertThat(failure(host, "demo.Damaged")).contains("cannot be read");
        }
    }

    @Test
    void whateverARenderThrowsBecomesOneNamedFailure() throws IOException {
        PluginJar.visualizer("plain", "demo.Plain", "throw new RuntimeException(\"oops\");")
                .into(directory, "a.jar");
        PluginJar.visualizer("deep", "demo.Deep", "render(record, frames, request, canvas);")
                .into(directory, "b.jar");
        PluginJar.visualizer("unfit", "demo.Unfit", "throw new NoSuchMethodError(\"Canvas.spray()\");")
                .into(directory, "c.jar");
        PluginJar.visualizer("strict", "demo.Strict", "throw new IllegalArgumentException(\"choose two words\");")
                .into(directory, "d.jar");

        try (PluginHost host = open()) {
            assertThatExceptionOfType(PluginFailure.class)
                    .isThrownBy(() -> render(host, "plain"))
                    .withMessage("visualizer plain (a.jar 1.2.3): RuntimeException: oops");
            assertThatExceptionOfType(PluginFailure.class)
                    .isThrownBy(() -> render(host, "deep"))
                    .withMessageContaining("visualizer deep (b.jar 1.2.3): endless recursion");
            assertThatExceptionOfType(PluginFailure.class)
                    .isThrownBy(() -> render(host, "unfit"))
                    .withMessageContainingAll("visualizer unfit (c.jar 1.2.3)", "Canvas.spray()");
            assertThatExceptionOfType(PluginFailure.class)
                    .isThrownBy(() -> render(host, "strict"))
                    .withMessage("visualizer strict (d.jar 1.2.3): choose two words");
        }
    }

    @Test
    void anExhaustedMachineIsNotBlamedOnThePlugin() throws IOException {
        PluginJar.visualizer("hungry", "demo.Hungry", "throw new OutOfMemoryError(\"heap\");")
                .into(directory, "hungry.jar");

        try (PluginHost host = open()) {
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> render(host, "hungry"));
        }
    }

    @Test
    void classPathProvidersAreFoundByTheServiceLoader() throws IOException {
        Path jar = PluginJar.visualizer("embedded", "demo.Embedded", "").into(directory.resolve("lib"), "lib.jar");

        try (URLClassLoader classPath = classPath(jar);
                PluginHost host = PluginHost.open(PluginDirectories.of(directory), classPath)) {
            assertThat(host.jars()).isEmpty();
            assertThat(host.visualizer("embedded").label()).isEqualTo("visualizer embedded (class path)");
            assertThatNoException().isThrownBy(() -> render(host, "embedded"));
        }
    }

    @Test
    void aBrokenClassPathProviderDoesNotHideTheNext() throws IOException {
        Path jar = PluginJar.named("lib")
                .service("dev.ovi.api.visual.Visualizer", "demo.Absent")
                .withVisualizer(
                        "bad", "demo.Bad", "public Bad() { throw new IllegalStateException(\"no display\"); }", "")
                .withVisualizer("good", "demo.Good", "", "")
                .into(directory.resolve("lib"), "lib.jar");

        try (URLClassLoader classPath = classPath(jar);
                PluginHost host = PluginHost.open(PluginDirectories.of(directory), classPath)) {
            assertThat(ids(host)).containsExactly("visualizer good");
            assertThat(failure(host, "demo.Bad")).contains("no display");
            assertThat(host.providers())
                    .anySatisfy(
                            provider -> assertThat(provider.state().toString()).contains("demo.Absent"));
        }
    }

    @Test
    void theSameProviderOnTheClassPathAndInADirectoryCountsOnce() throws IOException {
        Path jar = PluginJar.visualizer("both", "demo.Both", "").into(directory, "both.jar");

        try (URLClassLoader classPath = classPath(jar);
                PluginHost host = PluginHost.open(PluginDirectories.of(directory), classPath)) {
            assertThat(ids(host)).containsExactly("visualizer both");
            assertThat(host.visualizer("both").source()).isInstanceOf(PluginSource.Jar.class);
        }
    }

    @Test
    void anIdThatAJarAndTheClassPathGiveToDifferentClassesIsRefusedOnBothSides() throws IOException {
        Path lib = PluginJar.visualizer("heat", "demo.Lib", "").into(directory.resolve("lib"), "lib.jar");
        PluginJar.visualizer("heat", "demo.Jar", "").into(directory, "heat.jar");

        try (URLClassLoader classPath = classPath(lib);
                PluginHost host = PluginHost.open(PluginDirectories.of(directory), classPath)) {
            assertThat(ids(host)).isEmpty();
            assertThat(refusal(host, "heat.jar")).contains("heat.jar", "the class path");
            assertThat(failure(host, "demo.Lib")).contains("heat.jar", "the class path");
        }
    }

    @Test
    void anUnknownIdNamesTheNearestAndAll() throws IOException {
        PluginJar.named("some")
                .withVisualizer("jet-gif", "demo.Jet", "", "")
                .withVisualizer("storyboard", "demo.Story", "", "")
                .into(directory, "some.jar");

        try (PluginHost host = open()) {
            assertThatExceptionOfType(UnknownPluginException.class)
                    .isThrownBy(() -> host.visualizer("jetgif"))
                    .withMessage(
                            "no visualizer is called \"jetgif\"; the nearest is \"jet-gif\", of jet-gif, storyboard");
            assertThatExceptionOfType(UnknownPluginException.class)
                    .isThrownBy(() -> host.backend("flash"))
                    .withMessage("no backend is called \"flash\"; there is none at all");
        }
    }

    @Test
    void directoriesAreSearchedInOrderAndAJarThatIsReachedTwiceCountsOnce() throws IOException {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        PluginJar.visualizer("b", "demo.B", "").into(first, "b.jar");
        PluginJar.visualizer("c", "demo.C", "").into(first, "c.jar");
        PluginJar.visualizer("a", "demo.A", "").into(second, "a.jar");
        PluginJar.visualizer("deep", "demo.Deep", "").into(second.resolve("module/target"), "deep.jar");
        Files.createSymbolicLink(second.resolve("link.jar"), first.resolve("b.jar"));

        PluginDirectories directories =
                new PluginDirectories(List.of(directory.resolve("absent"), first), List.of(second, first));
        try (PluginHost host = PluginHost.open(directories, NO_PROVIDERS)) {
            assertThat(ids(host)).containsExactly("visualizer b", "visualizer c", "visualizer a");
        }
    }

    @Test
    void aNamedDirectoryThatIsNotThereIsAWrongCall() {
        Path absent = directory.resolve("absent");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> PluginHost.open(PluginDirectories.of(absent), NO_PROVIDERS))
                .withMessage("plugin folder " + absent + ": there is no such directory");
    }

    @Test
    void manyThreadsMakeInstancesAtOnce() throws Exception {
        PluginJar.visualizer("busy", "demo.Busy", "").into(directory, "busy.jar");
        Set<Object> made = ConcurrentHashMap.newKeySet();
        CountDownLatch start = new CountDownLatch(1);

        try (PluginHost host = open()) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 64; i++) {
                    var _ = threads.submit(() -> {
                        start.await();
                        return made.add(
                                host.visualizer("busy").create(NO_OPTIONS).<Visualizer>call(visualizer -> visualizer));
                    });
                }
                start.countDown();
            }
            assertThat(made).hasSize(64);
            assertThat(made.stream().map(Object::getClass).distinct()).hasSize(1);
        }
    }

    @Test
    void aClosedHostMakesNoMoreInstances() throws IOException {
        PluginJar.visualizer("late", "demo.Late", "").into(directory, "late.jar");
        PluginHost host = open();
        PluginFactory<Visualizer> late = host.visualizer("late");

        host.close();
        host.close();

        assertThatThrownBy(() -> late.create(NO_OPTIONS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void nothingIsPrintedWhateverTheJarsAreLike() throws IOException {
        Files.writeString(directory.resolve("text.jar"), "this is not a jar");
        PluginJar.visualizer("good", "demo.Good", "").into(directory, "good.jar");
        PluginJar.named("empty").into(directory, "empty.jar");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            System.setErr(captured);
            open().close();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private PluginHost open() {
        return PluginHost.open(PluginDirectories.of(directory), NO_PROVIDERS);
    }

    @SuppressWarnings("NullAway") // the visualizers of these tests look at nothing
    private static void render(PluginHost host, String id) {
        host.visualizer(id).create(NO_OPTIONS).run(visualizer -> visualizer.render(null, null, null, null));
    }

    private static List<String> ids(PluginHost host) {
        return host.providers().stream()
                .filter(provider -> provider.state() instanceof ProviderState.Available)
                .map(provider -> provider.kind() + " " + ((ProviderState.Available) provider.state()).id())
                .toList();
    }

    private static String refusal(PluginHost host, String fileName) {
        return host.jars().stream()
                .filter(jar -> jar.file().endsWith(fileName))
                .map(jar -> ((JarState.Refused) jar.state()).reason())
                .findFirst()
                .orElseThrow();
    }

    private static String failure(PluginHost host, String className) {
        return host.providers().stream()
                .filter(provider -> provider.className().equals(className))
                .map(provider -> ((ProviderState.Failed) provider.state()).reason())
                .findFirst()
                .orElseThrow();
    }

    private static URLClassLoader classPath(Path jar) throws IOException {
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, NO_PROVIDERS);
    }

    private static byte[] classBytes(Class<?> type) throws IOException {
        try (var stream = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return java.util.Objects.requireNonNull(stream).readAllBytes();
        }
    }

    /** The classes of this test's class path, without what they provide. */
    private static final class WithoutServices extends ClassLoader {
        WithoutServices() {
            super(PluginHostTest.class.getClassLoader());
        }

        @Override
        public java.util.Enumeration<URL> getResources(String name) throws IOException {
            return name.startsWith("META-INF/services/dev.ovi")
                    ? java.util.Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }
}
