package dev.ovi.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.runtime.checkpoint.ModelSpec.Extent;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Fixtures;
import dev.ovi.runtime.tensorfile.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSpecTest {
    @TempDir
    private Path directory;

    private ModelSpec read() {
        return CheckpointLayout.of(directory).readSpec(ModelVariant.AREA_720_5S);
    }

    private Path write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private static ModelSpec tiny() {
        return CheckpointLayout.of(Fixtures.tinyOvi()).readSpec(ModelVariant.AREA_720_5S);
    }

    @Test
    void readsTheSmallModelsSizes() {
        ModelSpec tiny = tiny();
        assertThat(tiny.name()).isEqualTo("tiny-ovi");
        assertThat(tiny.clip()).isEqualTo(new ModelSpec.Clip(5, 22, 256, 256, 65_536, 24, 16_000));
        assertThat(tiny.videoFrames()).isEqualTo(17);
        assertThat(tiny.textLength()).isEqualTo(48);
        assertThat(tiny.textEncoder())
                .isEqualTo(new ModelSpec.TextEncoder(900, 128, 128, 256, 4, 3, 32, false, 128, 1e-6));
        assertThat(tiny.video())
                .isEqualTo(new ModelSpec.Backbone(
                        new Extent(1, 1, 1), 192, 768, 256, 6, 6, 16, 16, 48, 128, true, true, 1e-6, 1.0));
        assertThat(tiny.audio().rotaryScale()).isEqualTo(0.22588);
        assertThat(tiny.videoVae().latentMean()).hasSize(16).startsWith(0.008908646181225777);
        assertThat(tiny.videoVae().latentStd()).hasSize(16).endsWith(2.1128897666931152);
        assertThat(tiny.videoVae().stride()).isEqualTo(new Extent(4, 16, 16));
        assertThat(tiny.audioVae()).isEqualTo(new ModelSpec.AudioVae(80, 20, 32));
        assertThat(tiny.vocoder().upsampleRates()).containsExactly(4, 4, 4, 4);
        assertThat(tiny.vocoder().resblockDilations()).hasSize(3).containsOnly(List.of(1, 3, 5));
    }

    @Test
    void theSmallModelsTensorsHaveTheSizesThatItsSpecificationGives() {
        ModelSpec tiny = tiny();
        CheckpointLayout layout = CheckpointLayout.of(Fixtures.tinyOvi());
        TensorSource transformer = TensorFiles.open(layout.transformer(ModelVariant.AREA_720_5S, false));
        assertThat(transformer
                        .tensor("audio_model.blocks." + (tiny.audio().layers() - 1) + ".ffn.0.weight")
                        .shape())
                .containsExactly(tiny.audio().feedForwardDim(), tiny.audio().dim());
        assertThat(TensorFiles.open(layout.textEncoder())
                        .tensor("token_embedding.weight")
                        .shape())
                .containsExactly(
                        tiny.textEncoder().vocabulary(), tiny.textEncoder().dim());
        assertThat(TensorFiles.open(layout.videoVae()).tensor("conv2.weight").shape())
                .startsWith(tiny.videoVae().latentChannels());
        assertThat(TensorFiles.open(layout.audioVae()).tensor("data_mean").shape())
                .contains(tiny.audioVae().melBands());
        assertThat(layout.openVocoder().tensor("conv_pre.bias").shape())
                .containsExactly(tiny.vocoder().initialChannels());
    }

    @Test
    void takesTheRealModelsSizesWhereNoFileSaysOtherwise() {
        ModelSpec real = read();
        assertThat(real.clip().videoLatentLength()).isEqualTo(31);
        assertThat(real.videoFrames()).isEqualTo(121);
        assertThat(real.textLength()).isEqualTo(512);
        assertThat(real.textEncoder().vocabulary()).isEqualTo(256_384);
        assertThat(real.video().patch()).isEqualTo(new Extent(1, 2, 2));
        assertThat(real.video().layers()).isEqualTo(30);
        assertThat(real.audio().inChannels()).isEqualTo(20);
        assertThat(real.videoVae().latentMean()).hasSize(48);
        assertThat(real.videoVae().latentStd()).hasSize(48);
        ModelSpec longer = CheckpointLayout.of(directory).readSpec(ModelVariant.AREA_960_10S);
        assertThat(longer.videoFrames()).isEqualTo(241);
        assertThat(longer.clip().audioLatentLength()).isEqualTo(314);
        assertThat(longer.clip().frameArea()).isEqualTo(921_600);
    }

    @Test
    void readsBackbonesFromTheirOwnFilesAlone() throws IOException {
        write("Ovi/video.json", "{\"num_layers\": 2}");
        write("Ovi/audio.json", "{\"num_layers\": 2, \"trained by\": \"me\"}");
        assertThat(read().video().layers()).isEqualTo(2);
        assertThat(read().video().dim()).isEqualTo(3072);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    model_spec.json | [] | is not a JSON object
                    model_spec.json | {"fps": 24 | not valid JSON: Unexpected end-of-input: expected close marker for Object (line 1, column
                    model_spec.json | {"fps": 24, "fps": 24} | field "fps" twice
                    model_spec.json | {"fps": 24} 7 | goes on after its last brace
                    model_spec.json | {"fps": "24"} | field "fps" is "24", expected a whole number from 1 on
                    model_spec.json | {"fps": 0} | field "fps" is 0, expected a whole number from 1 on
                    model_spec.json | {"fps": 23.976} | field "fps" is 23.976, expected a whole number
                    model_spec.json | {"fps": null} | field "fps" is null, expected
                    model_spec.json | {"fps": 1e10} | field "fps" is 10000000000, expected
                    model_spec.json | {"video_latent_lenght": 5} | field "video_latent_lenght" is unknown; did you mean "video_latent_length"?
                    model_spec.json | {"t5": 7} | field "t5" is 7, expected an object
                    model_spec.json | {"t5": {"num_heads": -1}} | field "t5.num_heads" is -1, expected a whole number from 1 on
                    model_spec.json | {"t5": {"num_heads": 3}} | t5: dim_attn 4096 is not a multiple of num_heads 3
                    model_spec.json | {"t5": {"shared_pos": 0}} | field "t5.shared_pos" is 0, expected true or false
                    model_spec.json | {"tokenizer": {"path": "../elsewhere"}} | is not inside the checkpoint
                    model_spec.json | {"tokenizer": {"clean": "lower"}} | field "tokenizer.clean" is "lower", expected "whitespace"
                    model_spec.json | {"num_frames": 120} | field "num_frames" is 120, expected 121 for 31 latent frames
                    model_spec.json | {"latent_mean": [1, 2]} | latent_mean's length is 2, but video_vae.z_dim is 48
                    model_spec.json | {"latent_mean": [1, "2"]} | field "latent_mean" is [1, "2"], expected a list of numbers
                    model_spec.json | {"mel": {"log": "log2"}} | field "mel.log" is "log2", expected "log10" or "log"
                    model_spec.json | {"mel": {"hop_size": 128}} | product of bigvgan.upsample_rates is 256, but mel.hop_size is 128
                    model_spec.json | {"bigvgan": {"resblock_dilation_sizes": [[1], 2]}} | expected a list of lists of whole numbers
                    model_spec.json | {"bigvgan": {"activation": "snake"}} | "snake", expected "snakebeta"
                    model_spec.json | {"vae_stride": [4, 16]} | field "vae_stride" is [4, 16], expected three sizes
                    model_spec.json | {"frame_height": 500} | frame_height 500 and frame_width 992 are not multiples
                    model_spec.json | {"text_len": 48} | video_dit.text_len is 512, but text_len is 48
                    Ovi/video.json | {"dim": "wide"} | field "dim" is "wide", expected a whole number
                    Ovi/video.json | {"num_heads": 7} | dim 3072 is not an even number of columns for each of num_heads 7
                    Ovi/video.json | {"window_size": [5, 5]} | field "window_size" is [5, 5], expected [-1, -1]
                    Ovi/video.json | {"num_layers": 12} | num_layers of video_dit is 12, but num_layers of audio_dit is 30
                    """)
    void saysWhichFieldOfWhichFileIsWrong(String file, String text, String message) throws IOException {
        write(file, text);
        assertThatThrownBy(this::read)
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(directory.toString())
                .hasMessageContaining(".json: ")
                .hasMessageContaining(message);
    }

    @Test
    void namesTheFieldInWhichTwoFilesDisagree() throws IOException {
        write("model_spec.json", "{\"video_dit\": {\"dim\": 192}}");
        Path video = write("Ovi/video.json", "{\"dim\": 3072}");
        assertThatThrownBy(this::read)
                .hasMessage(video + ": field \"dim\" is 3072, expected 192 as in field \"video_dit.dim\" of"
                        + " model_spec.json; which of the two files is from another model?");
    }

    @Test
    void listsAllSizesThatDoNotFitTogether() throws IOException {
        Path spec = write("model_spec.json", "{\"text_len\": 48, \"t5\": {\"dim\": 128}}");
        assertThatThrownBy(this::read).hasMessage("""
                        %s: has sizes that do not fit together:
                          video_dit.text_len is 512, but text_len is 48
                          video_dit.text_dim is 4096, but t5.dim is 128
                          audio_dit.text_len is 512, but text_len is 48
                          audio_dit.text_dim is 4096, but t5.dim is 128""".formatted(spec));
    }
}
