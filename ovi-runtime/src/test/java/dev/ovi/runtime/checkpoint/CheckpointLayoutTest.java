package dev.ovi.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointLayoutTest {
    @TempDir
    private Path directory;

    private void create(String... files) throws IOException {
        for (String file : files) {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.createFile(path);
        }
    }

    @Test
    void theSmallModelIsComplete() {
        CheckpointLayout layout = CheckpointLayout.of(Fixtures.tinyOvi());
        ModelSpec spec = layout.readSpec(ModelVariant.AREA_720_5S);
        assertThatCode(() -> layout.requireComplete(ModelVariant.AREA_720_5S, false, spec))
                .doesNotThrowAnyException();
    }

    @Test
    void saysThatTheFolderIsMissing() {
        Path nowhere = directory.resolve("ckpts");
        assertThatThrownBy(() -> CheckpointLayout.of(nowhere))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(nowhere + ": does not exist; is ckpt_dir right?");
    }

    @Test
    void listsEveryFileThatIsMissingAndTheModelThatIsThere() throws IOException {
        create(
                "Ovi/model.safetensors",
                "Wan2.2-TI2V-5B/Wan2.2_VAE.pth",
                "Wan2.2-TI2V-5B/google/umt5-xxl/tokenizer.json",
                "MMAudio/ext_weights/v1-16.pth");
        CheckpointLayout layout = CheckpointLayout.of(directory);
        ModelSpec spec = layout.readSpec(ModelVariant.AREA_960_5S);
        assertThatThrownBy(() -> layout.requireComplete(ModelVariant.AREA_960_5S, false, spec))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(
                        directory + ": lacks Ovi/model_960x960.safetensors,"
                                + " Wan2.2-TI2V-5B/models_t5_umt5-xxl-enc-bf16.pth, MMAudio/ext_weights/best_netG.pt; is ckpt_dir")
                .hasMessageEndingWith("The model 720x720_5s is there (model_name)");
    }

    @Test
    void findsTheTransformerByModelNameAndPrecision() throws IOException {
        CheckpointLayout layout = CheckpointLayout.of(directory);
        Path folder = directory.resolve("Ovi");
        assertThat(layout.transformer(ModelVariant.ofModelName("960x960_10s"), false))
                .isEqualTo(folder.resolve("model_960x960_10s.safetensors"));
        assertThat(layout.transformer(ModelVariant.ofModelName("720x720_5s"), true))
                .isEqualTo(folder.resolve("model_fp8_e4m3fn.safetensors"));
        create("Ovi/model.safetensors.index.json");
        assertThat(layout.transformer(ModelVariant.ofModelName("720x720_5s"), false))
                .isEqualTo(folder.resolve("model.safetensors.index.json"));
        assertThatThrownBy(() -> layout.transformer(ModelVariant.AREA_960_5S, true))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("960x960_5s was not published with 8-bit weights");
        assertThatThrownBy(() -> ModelVariant.ofModelName("480p"))
                .isInstanceOf(UsageException.class)
                .hasMessage("model_name is \"480p\", expected one of 720x720_5s, 960x960_5s, 960x960_10s");
    }
}
