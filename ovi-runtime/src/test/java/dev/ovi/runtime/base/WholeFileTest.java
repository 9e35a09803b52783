package dev.ovi.runtime.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void appearsOnCommitWithTheRightsOfAnyNewFile() throws IOException {
        Path target = folder.resolve("new/deep/file.txt");
        try (WholeFile file = WholeFile.create(target)) {
            Files.writeString(file.path(), "whole");
            assertThat(target).doesNotExist();
            file.commit();
        }
        assertThat(target).hasContent("whole");
        Path ordinary = Files.writeString(folder.resolve("new/deep/ordinary.txt"), "");
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(Files.getPosixFilePermissions(ordinary));
        assertThat(target.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void withoutCommitTheOldFileStaysAndNothingElse() throws IOException {
        Path target = Files.writeString(folder.resolve("file.txt"), "old");
        try (WholeFile file = WholeFile.create(target)) {
            Files.writeString(file.path(), "half");
        }
        assertThat(target).hasContent("old");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
    }

    @Test
    void placesThatCannotBeWrittenAreNamed() throws IOException {
        Path blocked = Files.createFile(folder.resolve("blocked"));
        assertThatThrownBy(() -> WholeFile.create(blocked.resolve("file.txt")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write " + blocked.resolve("file.txt") + ": ");
        assertThatThrownBy(() -> WholeFile.create(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + folder + ": a folder has this name");
        assertThatThrownBy(() -> WholeFile.create(Path.of("/proc/file.txt")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write /proc/file.txt: ");
    }
}
