package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The witness is a library that the C compiler makes: it calls a function that nobody has, and never runs that call. */
class DynamicLinkerTest {
    @TempDir
    Path directory;

    private Path library(String source) throws IOException, InterruptedException {
        Path code = Files.writeString(directory.resolve("witness.c"), source);
        Path library = directory.resolve("libwitness.so");
        assumeThat(Files.isExecutable(Path.of("/usr/bin/gcc")))
                .as("a C compiler: apt install gcc libc6-dev")
                .isTrue();
        int status = new ProcessBuilder(
                        "/usr/bin/gcc", "-shared", "-fPIC", "-Wl,-z,lazy", "-o", library.toString(), code.toString())
                .inheritIO()
                .start()
                .waitFor();
        assumeThat(status).as("the compiler's exit code").isZero();
        return library;
    }

    @Test
    void whatALibraryCallsIsLookedForWhenItIsOpened() throws IOException, InterruptedException {
        Path library = library("void nobody_has_this(void); void call(void) { nobody_has_this(); }");

        assertThatThrownBy(() -> DynamicLinker.bindAtOnce(library))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("nobody_has_this");
        assertThatCode(() -> System.load(library.toString()))
                .as("the JVM itself looks later")
                .doesNotThrowAnyException();
    }

    @Test
    void aLibraryThatHasAllItCallsIsOpened() throws IOException, InterruptedException {
        Path library = library("#include <stdlib.h>\nvoid call(void) { abort(); }");

        assertThatCode(() -> DynamicLinker.bindAtOnce(library)).doesNotThrowAnyException();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = directory.resolve("libmissing.so");

        assertThatThrownBy(() -> DynamicLinker.bindAtOnce(missing))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("libmissing.so");
    }
}
