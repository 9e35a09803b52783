package dev.ovi.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 300 kB, which only root can mount. */
class FullDiskTest {
    @TempDir
    Path folder;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=300k", "none", folder.toString()) == 0,
                "mounting a small file system needs root");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", folder.toString());
    }

    @Test
    void everyWriterSaysThatTheDiskIsFullAndLeavesNothing() throws IOException {
        for (AnimationFormat format : AnimationFormat.values()) {
            Path target = folder.resolve("noise." + format.extension());
            assertThatThrownBy(() -> AnimationWriter.write(
                            target, format, Animation.silent(12, 10, index -> noise(index, 320, 240))))
                    .as("%s", format)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot write " + target + ": ")
                    .hasMessageContaining("No space left on device");
            assertThat(folder).as("%s", format).isEmptyDirectory();
        }
        Path target = folder.resolve("noise.png");
        assertThatThrownBy(() -> Pictures.write(target, noise(0, 640, 480)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + target + ": No space left on device");
        assertThat(folder).isEmptyDirectory();
    }

    private static BufferedImage noise(int index, int width, int height) {
        Random random = new Random(index);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, random.nextInt(1 << 24));
        }
        return picture;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        if (Files.notExists(Path.of("/bin/" + command[0])) && Files.notExists(Path.of("/usr/bin/" + command[0]))) {
            return -1;
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }
}
