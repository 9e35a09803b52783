package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibTorchTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static Process start(String classPath, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                LoadProbe.class.getName()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeAll(List.of("OVI_LIBTORCH", "OVI_CACHE", "VIRTUAL_ENV", "CONDA_PREFIX"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    private static String run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return output(start(classPath(), environment, arguments));
    }

    @Test
    void processesThatStartTogetherUnpackOnceAndBothCompute() throws Exception {
        Map<String, String> cache = Map.of("OVI_CACHE", folder.toString());
        Process first = start(classPath(), cache);
        Process second = start(classPath(), cache);
        assertThat(output(first)).contains("computed 42.0 with 2.").contains(folder.toString());
        assertThat(output(second)).contains("computed 42.0");
        Path unpacked = onlyFolder();
        Path library = unpacked.resolve("libtorch_cpu.so");
        long size = Files.size(library);

        Files.write(library, new byte[1000]);
        assertThat(run(cache)).as("a damaged cache is replaced").contains("computed 42.0");
        assertThat(Files.size(library)).isEqualTo(size);
        assertThat(onlyFolder()).isEqualTo(unpacked);
    }

    private Path onlyFolder() throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("libtorch"))) {
            List<Path> folders = entries.filter(Files::isDirectory).toList();
            assertThat(folders).hasSize(1);
            return folders.getFirst();
        }
    }

    @Test
    void aFolderIsFoundByConfigurationAndByTheEnvironment() throws Exception {
        Path installed = LibTorch.load().directory();
        Files.createDirectories(folder.resolve("torch"));
        Path link = Files.createSymbolicLink(folder.resolve("torch/lib"), installed);
        assertThat(run(Map.of(), folder.toString())).contains("from " + folder.resolve("torch/lib"));
        assertThat(run(Map.of("OVI_LIBTORCH", folder.resolve("torch").toString())))
                .contains("from " + folder.resolve("torch/lib"));
        Files.delete(link);
    }

    @Test
    void aNamedFolderWithoutLibtorchIsAnErrorThatSaysSo() throws Exception {
        assertThat(run(Map.of("OVI_LIBTORCH", folder.toString())))
                .startsWith("refused: OVI_LIBTORCH is " + folder + ", but there is no libtorch_cpu.so in it")
                .contains("class path")
                .hasLineCount(1);
        assertThat(run(Map.of(), folder.toString()))
                .startsWith("refused: the configured libtorch directory is " + folder);
    }

    @Test
    void aTruncatedLibraryIsRefusedInsteadOfKillingTheProcess() throws Exception {
        byte[] library = Files.readAllBytes(LibTorch.load().directory().resolve("libgomp.so.1"));
        Files.write(folder.resolve("libtorch_cpu.so"), Arrays.copyOf(library, library.length - 100));
        assertThat(run(Map.of("OVI_LIBTORCH", folder.toString())))
                .startsWith("refused: libtorch in " + folder + " cannot be loaded")
                .hasLineCount(1);
    }

    @Test
    void aLibraryWithoutTheStableAbiIsRefused() throws Exception {
        // Any other library will do, as long as it is not libtorch.
        Files.copy(LibTorch.load().directory().resolve("libgomp.so.1"), folder.resolve("libtorch_cpu.so"));
        assertThat(run(Map.of("OVI_LIBTORCH", folder.toString())))
                .startsWith("refused: libtorch in " + folder + " has no stable C ABI")
                .contains("aoti_torch_abi_version")
                .contains("2.10 or later");
    }

    @Test
    void anOlderLibtorchIsRefusedByItsVersion() throws Exception {
        assumeTrue(hasCompiler(), "needs a C compiler (Debian package gcc)");
        Path source = Files.writeString(folder.resolve("old.c"), """
                unsigned long long aoti_torch_abi_version(void) { return 0x0209010000000000ULL; }
                int torch_call_dispatcher(void) { return 1; }
                """);
        Process compiler = new ProcessBuilder(
                        "cc",
                        "-shared",
                        "-fPIC",
                        "-o",
                        folder.resolve("libtorch_cpu.so").toString(),
                        source.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        assertThat(run(Map.of("OVI_LIBTORCH", folder.toString())))
                .startsWith("refused: libtorch in " + folder + " is version 2.9.1; expected 2.10 or later");
    }

    private static boolean hasCompiler() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "cc")));
    }

    @Test
    void nothingFoundIsAnErrorThatListsWhatWasTried() throws Exception {
        String bare = Arrays.stream(classPath().split(File.pathSeparator, -1))
                .filter(element -> !element.contains("bytedeco"))
                .collect(Collectors.joining(File.pathSeparator));
        String text = output(start(bare, Map.of("HOME", folder.toString())));
        assumeTrue(!text.startsWith("computed"), "a PyTorch is installed on this machine and was found");
        assertThat(text)
                .startsWith("refused: libtorch was not found. Tried: OVI_LIBTORCH (not set); ")
                .contains("libtorch_cpu.so on the class path")
                .contains("/opt/libtorch/lib")
                .contains("org.bytedeco:pytorch");
    }

    @Test
    void aCacheThatCannotBeWrittenIsAnErrorThatNamesTheWayOut() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertThat(run(Map.of("OVI_CACHE", file.toString())))
                .startsWith("refused: libtorch's shared libraries (")
                .contains("cannot be unpacked into " + file)
                .contains("OVI_CACHE");
    }

    @Test
    void aSecondLibtorchInOneProcessIsRefused() {
        LibTorch torch = LibTorch.load();
        assertThat(LibTorch.load()).isSameAs(torch);
        assertThat(LibTorch.load(torch.directory())).isSameAs(torch);
        assertThatThrownBy(() -> LibTorch.load(folder))
                .isInstanceOf(LibTorchException.class)
                .hasMessageContaining("already loaded from " + torch.directory());
    }

    @Test
    void theCacheFollowsTheUsualVariables() {
        assertThat(BundledNatives.cacheFolder(Map.of("OVI_CACHE", "/a", "XDG_CACHE_HOME", "/b")::get))
                .isEqualTo(Path.of("/a"));
        assertThat(BundledNatives.cacheFolder(Map.of("XDG_CACHE_HOME", "/b")::get))
                .isEqualTo(Path.of("/b/ovi"));
        assertThat(BundledNatives.cacheFolder(Map.<String, String>of()::get))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "ovi"));
    }

    @Test
    void threadsAreCountedByPhysicalCoreWithinTheAffinity() throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "Name:\tx\nCpus_allowed_list:\t0-2,5\n");
        String[] siblings = {"0,4", "1,5", "2,6", "3,7", "0,4", "1,5", "2,6", "3,7"};
        for (int cpu = 0; cpu < siblings.length; cpu++) {
            Path topology = Files.createDirectories(folder.resolve("cpu" + cpu + "/topology"));
            Files.writeString(topology.resolve("thread_siblings_list"), siblings[cpu] + "\n");
        }
        assertThat(ProcessorCores.physical(status, folder, 8))
                .as("1 and 5 are one core")
                .isEqualTo(3);
        assertThat(ProcessorCores.physical(status, folder, 2)).as("a quota").isEqualTo(2);
        assertThat(ProcessorCores.physical(folder.resolve("absent"), folder, 4)).isEqualTo(4);
    }
}
