package dev.ovi.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.visual.FrameSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {
    @TempDir
    Path folder;

    @Test
    void upstreamsInferenceFileLoadsUnchanged() throws Exception {
        Path upstream = Path.of(Objects.requireNonNull(getClass().getResource("upstream-inference.yaml"))
                .toURI());

        Configuration configuration = new ConfigurationLoader().file(upstream).load();

        assertThat(configuration.engine())
                .isEqualTo(new EngineSettings(
                        upstream.resolveSibling("ckpts"),
                        upstream.resolveSibling("outputs"),
                        "960x960_10s",
                        50,
                        Solver.UNIPC,
                        5.0,
                        3.0,
                        4.0,
                        Mode.IMAGE_TO_VIDEO,
                        103,
                        "jitter, bad hands, blur, distortion",
                        "robotic, muffled, echo, distorted",
                        Optional.of(new HeightWidth(704, 1280)),
                        Optional.of(upstream.resolveSibling("example_prompts/gpt_examples_10s_i2v.csv")
                                .toString()),
                        Optional.empty(),
                        11,
                        2));
        configuration.requireAvailable();
    }

    @Test
    void withoutAnyFileEverySettingHasItsDefault() {
        Configuration configuration = new ConfigurationLoader().load();

        assertThat(configuration.engine().sampleSteps()).isEqualTo(50);
        assertThat(configuration.engine().frameSize()).isEmpty();
        assertThat(configuration.attention().backend(AttentionKind.TEXT_TO_VIDEO))
                .isEqualTo("auto");
        assertThat(configuration.attention().capture())
                .isEqualTo(new CaptureSettings(
                        true,
                        List.of(AttentionKind.TEXT_TO_VIDEO),
                        List.of(Branch.CONDITIONAL),
                        Granularity.STEP,
                        IndexSet.ALL,
                        List.of("all"),
                        List.of(),
                        new ByteSize(2_147_483_648L)));
        assertThat(configuration.visualize().visualizers()).containsExactly("jet-gif");
        assertThat(configuration.runtime().device()).isEmpty();
        assertThat(configuration.origin(Schema.SEED)).isEqualTo(new Origin.BuiltIn());
    }

    @Test
    void theGuidesFourKeysAreReadAsOurOwnSections() throws IOException {
        Path file = write("""
                use_flash_attention: false
                visualize_attention: True
                visualize_token_idx: 1
                visualize_frame_idx: 0
                """);

        Configuration configuration = new ConfigurationLoader().file(file).load();

        assertThat(configuration.attention().backend()).isEqualTo("standard");
        assertThat(configuration.attention().capture().enabled()).isTrue();
        assertThat(configuration.visualize().tokens()).containsExactly("1");
        assertThat(configuration.visualize().frame()).contains(new FrameSelection.Single(0));
        assertThat(configuration.origin(Schema.ATTENTION_BACKEND).describe())
                .isEqualTo(file + ":1:1 (use_flash_attention)");
    }

    @Test
    void theGuidesNullTokenIndexIsTheMeanOverTheRealTokens() throws IOException {
        Configuration configuration = new ConfigurationLoader()
                .file(write("visualize_token_idx: null"))
                .load();

        assertThat(configuration.visualize().tokens()).isEmpty();
    }

    @Test
    void ourOwnSectionsAreReadInFull() throws IOException {
        Path file = write("""
                attention:
                  backend: flash
                  backends: {video_self: standard}
                  sinks: [spatial-map, statistics]
                  capture:
                    kinds: [text_to_video, text_to_audio]
                    branches: [conditional, negative]
                    granularity: head
                    layers: 2..5
                    tokens: [blue square, 3]
                    patches: [[0, 1, 2], [4, 15, 15]]
                    max_memory: 1.5 GB
                  edits:
                    - {words: circle, weight: 2, steps: "0..9", region: {box: [0, 0, 0.5, 1]}}
                    - words: [square, blue]
                      suppress: true
                      layers: 3
                      frames: 0..8,12
                      kinds: text_to_video
                      region: {mask: left.png}
                    - {words: [star], boost: -1.5}
                visualize:
                  visualizers: [jet-gif, report]
                  tokens: circle
                  frame: all
                  step: 3
                runtime: {device: cpu, dtype: bfloat16, threads: 2, libtorch: /opt/libtorch}
                plugins: {directories: [/opt/plugins]}
                """);

        Configuration configuration = new ConfigurationLoader().file(file).load();

        AttentionSettings attention = configuration.attention();
        assertThat(attention.backend(AttentionKind.VIDEO_SELF)).isEqualTo("standard");
        assertThat(attention.backend(AttentionKind.TEXT_TO_VIDEO)).isEqualTo("flash");
        assertThat(attention.capture().layers().below(30)).containsExactly(2, 3, 4, 5);
        assertThat(attention.capture().tokens()).containsExactly("blue square", "3");
        assertThat(attention.capture().patches()).containsExactly(new Patch(0, 1, 2), new Patch(4, 15, 15));
        assertThat(attention.capture().maxMemory()).isEqualTo(new ByteSize(1_500_000_000));
        assertThat(attention.edits()).hasSize(3);
        assertThat(attention.edits().get(0).strength().bias()).isEqualTo(Math.log(2));
        assertThat(attention.edits().get(0).region()).contains(new Region.Box(0, 0, 0.5, 1));
        assertThat(attention.edits().get(1).strength().bias()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(attention.edits().get(1).frames().below(17)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 12);
        assertThat(attention.edits().get(1).kinds()).containsExactly(AttentionKind.TEXT_TO_VIDEO);
        assertThat(attention.edits().get(2).strength()).isEqualTo(new AttentionEdit.Boost(-1.5));
        assertThat(configuration.visualize().frame()).contains(new FrameSelection.All());
        assertThat(configuration.visualize().slice().step()).hasValue(3);
        assertThat(configuration.runtime().device()).contains(Device.CPU);
        assertThat(configuration.runtime().dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(configuration.runtime().threads()).hasValue(2);
        assertThat(configuration.pluginDirectories()).containsExactly(Path.of("/opt/plugins"));
    }

    @Test
    void aLaterLayerIsStrongerThanAnEarlierOne() throws IOException {
        Path packaged = write("packaged.yaml", "seed: 1\nshift: 2\nsample_steps: 3\nslg_layer: -1\n");
        Path first = write("first.yaml", "seed: 10\nshift: 20\nsample_steps: 30\n");
        Path second = write("second.yaml", "seed: 11\n");

        Configuration configuration = new ConfigurationLoader()
                .option("--seed", Schema.SEED, "7")
                .set("seed=6")
                .set("shift=4")
                .file(first)
                .file(second)
                .packaged(packaged)
                .load();

        assertThat(configuration.engine().seed()).isEqualTo(7);
        assertThat(configuration.engine().shift()).isEqualTo(4);
        assertThat(configuration.engine().sampleSteps()).isEqualTo(30);
        assertThat(configuration.engine().skipLayer()).isEqualTo(-1);
        assertThat(configuration.origin(Schema.SEED)).isEqualTo(new Origin.CommandLine("--seed"));
        assertThat(configuration.origin(Schema.SHIFT)).isEqualTo(new Origin.SetOption("shift=4"));
        assertThat(configuration.origin(Schema.SAMPLE_STEPS)).isEqualTo(new Origin.ConfigFile(first, 3, 1));
        assertThat(configuration.origin(Schema.SLG_LAYER)).isEqualTo(new Origin.Packaged("packaged.yaml", 4, 1));
        assertThat(configuration.origin(Schema.MODE)).isEqualTo(new Origin.BuiltIn());
    }

    private static final String EVERY_PATH = """
            ckpt_dir: ckpts
            output_dir: ../outputs
            text_prompt: prompts/some.CSV
            image_path: /images/first.png
            attention: {edits: [{words: red, weight: 2, region: {mask: ./left.png}}]}
            runtime: {libtorch: ~/libtorch}
            plugins: {directories: [jars, ../jars]}
            """;

    @Test
    void aRelativePathInAFileMeansTheFilesFolder() throws IOException {
        Path file = write(EVERY_PATH);

        assertPathsBeginAtTheFolder(new ConfigurationLoader().file(file).load());
        assertPathsBeginAtTheFolder(new ConfigurationLoader().packaged(file).load());
        assertPathsBeginAtTheFolder(new ConfigurationLoader()
                .file(Path.of("").toAbsolutePath().relativize(file))
                .load());
    }

    private void assertPathsBeginAtTheFolder(Configuration configuration) {
        assertThat(configuration.engine().checkpointDirectory()).isEqualTo(folder.resolve("ckpts"));
        assertThat(configuration.engine().outputDirectory()).isEqualTo(folder.resolveSibling("outputs"));
        assertThat(configuration.engine().textPrompt()).contains(folder + "/prompts/some.CSV");
        assertThat(configuration.engine().imagePath()).contains(Path.of("/images/first.png"));
        assertThat(configuration.attention().edits().getFirst().region())
                .contains(new Region.Mask(folder.resolve("left.png")));
        assertThat(configuration.runtime().libtorch())
                .contains(Path.of(System.getProperty("user.home")).resolve("libtorch"));
        assertThat(configuration.pluginDirectories())
                .containsExactly(folder.resolve("jars"), folder.resolveSibling("jars"));
    }

    @Test
    void aRelativePathOfTheCommandLineMeansTheWorkingDirectory() throws IOException {
        Configuration configuration = new ConfigurationLoader()
                .file(write("ckpt_dir: ckpts\noutput_dir: outputs\ntext_prompt: some.csv\n"))
                .set("ckpt_dir=models")
                .option("--output-dir", Schema.OUTPUT_DIR, "here")
                .option("PROMPT", Schema.TEXT_PROMPT, "prompts.tsv")
                .load();

        assertThat(configuration.engine().checkpointDirectory()).isEqualTo(Path.of("models"));
        assertThat(configuration.engine().outputDirectory()).isEqualTo(Path.of("here"));
        assertThat(configuration.engine().textPrompt()).contains("prompts.tsv");
    }

    @Test
    void aPromptIsNotAPath() throws IOException {
        Configuration configuration = new ConfigurationLoader()
                .file(write("text_prompt: \"a red circle\\nbeside prompts.csv\""))
                .load();

        assertThat(configuration.engine().textPrompt()).contains("a red circle\nbeside prompts.csv");
    }

    @Test
    void thePackagedLayerIsLeftOutForAnotherCheckpoint() throws IOException {
        Path packaged = write("packaged.yaml", "ckpt_dir: ckpts\nslg_layer: -1\n");

        Configuration other = new ConfigurationLoader()
                .packaged(packaged)
                .set("ckpt_dir=/models/ovi")
                .load();
        Configuration same = new ConfigurationLoader()
                .packaged(packaged)
                .set("ckpt_dir=" + folder.resolve("x/../ckpts"))
                .load();

        assertThat(other.engine().skipLayer()).isEqualTo(11);
        assertThat(same.engine().skipLayer()).isEqualTo(-1);
    }

    @Test
    void nullTakesASettingBackToItsDefault() throws IOException {
        Path packaged = write("packaged.yaml", "slg_layer: -1\n");
        Path file = write("my.yaml", "slg_layer: 4\nseed: 5\nattention: {backend: flash, capture: {enabled: false}}\n");

        Configuration configuration = new ConfigurationLoader()
                .packaged(packaged)
                .file(file)
                .set("slg_layer=null")
                .set("seed=")
                .set("attention=~")
                .load();

        assertThat(configuration.engine().skipLayer()).isEqualTo(-1);
        assertThat(configuration.engine().seed()).isEqualTo(100);
        assertThat(configuration.origin(Schema.SEED)).isEqualTo(new Origin.BuiltIn());
        assertThat(configuration.attention().backend()).isEqualTo("auto");
        assertThat(configuration.attention().capture().enabled()).isTrue();
    }

    @Test
    void setTakesYamlListsAndSectionsAndPlainText() {
        Configuration configuration = new ConfigurationLoader()
                .set("visualize.tokens=[circle, blue square]")
                .set("attention.capture={enabled: no, max_memory: 512MiB}")
                .set("video_frame_height_width=[256,320]")
                .set("text_prompt=A man: he runs # fast, \"really\"")
                .set("video_negative_prompt=\"\"")
                .set("visualize.options.jet-gif.fps=12")
                .load();

        assertThat(configuration.visualize().tokens()).containsExactly("circle", "blue square");
        assertThat(configuration.attention().capture().enabled()).isFalse();
        assertThat(configuration.attention().capture().maxMemory()).hasToString("512MiB");
        assertThat(configuration.engine().frameSize()).contains(new HeightWidth(256, 320));
        assertThat(configuration.engine().textPrompt()).contains("A man: he runs # fast, \"really\"");
        assertThat(configuration.engine().videoNegativePrompt()).isEmpty();
    }

    @Test
    void optionsOfTheCommandLineTakeSeveralValues() {
        Configuration configuration = new ConfigurationLoader()
                .option("--tokens", Schema.VISUALIZE_TOKENS, List.of("circle", "null", "7"))
                .option("--config", Schema.TEXT_PROMPT, "null")
                .load();

        assertThat(configuration.visualize().tokens()).containsExactly("circle", "null", "7");
        assertThat(configuration.engine().textPrompt()).contains("null");
    }

    @Test
    void anUnknownKeyIsRefusedWithItsPositionAndTheKeyThatWasMeant() throws IOException {
        Path file = write("my.yaml", "seed: 3\nvideo_gudance_scale: 3\nattention:\n  captur: {enabled: true}\n");

        assertProblems(
                new ConfigurationLoader().file(file),
                file + ":2:1: unknown key \"video_gudance_scale\", did you mean \"video_guidance_scale\"?",
                file + ":4:3: unknown key \"attention.captur\", did you mean \"attention.capture\"?");
    }

    @Test
    void theGuidesNumStepsIsExplained() throws IOException {
        Path file = write("my.yaml", "ckpt_dir: x\nnum_steps: 50\n");

        assertProblems(
                new ConfigurationLoader().file(file),
                file + ":2:1: unknown key \"num_steps\", did you mean \"sample_steps\"? (the visualization guide writes"
                        + " num_steps, which Ovi does not read)");
    }

    @ParameterizedTest
    @CsvSource({
        "max_memory, attention.capture.max_memory",
        "attention.max_memory, attention.capture.max_memory",
        "attention.backends.text_to_vide, attention.backends.text_to_video",
        "runtime.thread, runtime.threads",
        "sample_step, sample_steps",
        "solver, solver_name",
        "prompt, text_prompt",
        "atention, attention",
    })
    void theKeyThatWasMeantIsFoundAcrossSections(String wrong, String meant) {
        assertProblems(
                new ConfigurationLoader().set(wrong + "=1"),
                "--set " + wrong + "=1: unknown key \"" + wrong + "\", did you mean \"" + meant + "\"?");
    }

    @Test
    void severalProblemsAreReportedTogether() throws IOException {
        Path file = write("my.yaml", "sample_steps: 0\nsolver_name: ddim\nvideo_frame_height_width: [704]\n");

        assertProblems(
                new ConfigurationLoader().file(file).set("seed=-1").option("--frame", Schema.VISUALIZE_FRAME, "first"),
                file + ":1:15: sample_steps: found 0, allowed is a whole number from 1 to 1000",
                file + ":2:14: solver_name: found \"ddim\", allowed is one of unipc, dpm++, euler",
                file + ":3:27: video_frame_height_width: found a list of 1, allowed is [height, width], each a whole"
                        + " number from 32 to 8192",
                "--set seed=-1: seed: found -1, allowed is a whole number from 0 to 9223372036854775807",
                "--frame: visualize.frame: found \"first\", allowed is all, or the index of a video frame from" + " 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample_steps: 1.5",
                "sample_steps: '50'",
                "sample_steps: [50]",
                "sample_steps: 99999999999999999999999",
                "seed: 9223372036854775808",
                "shift: 0",
                "shift: .nan",
                "shift: 1e999",
                "audio_guidance_scale: high",
                "fp8: maybe",
                "mode: v2v",
                "model_name: 480p",
                "ckpt_dir: ''",
                "ckpt_dir: {a: b}",
                "video_frame_height_width: 704",
                "video_frame_height_width: [704, 31]",
                "slg_layer: -2",
                "each_example_n_times: 0",
                "attention: flash",
                "attention: {backend: 'No Such'}",
                "attention: {capture: {max_memory: lots}}",
                "attention: {capture: {max_memory: -1}}",
                "attention: {capture: {max_memory: 99999999TiB}}",
                "attention: {capture: {kinds: []}}",
                "attention: {capture: {kinds: [text_to_smell]}}",
                "attention: {capture: {layers: 5..2}}",
                "attention: {capture: {patches: [[0, 1]]}}",
                "attention: {options: [1]}",
                "attention: {options: {flash: {tile: [1]}}}",
                "attention: {edits: [circle]}",
                "attention: {edits: [{words: circle}]}",
                "attention: {edits: [{weight: 2}]}",
                "attention: {edits: [{words: circle, weight: 2, boost: 1}]}",
                "attention: {edits: [{words: circle, weight: -1}]}",
                "attention: {edits: [{words: circle, wight: 1}]}",
                "attention: {edits: [{words: circle, weight: 1, kinds: video_self}]}",
                "attention: {edits: [{words: circle, weight: 1, region: {}}]}",
                "attention: {edits: [{words: circle, weight: 1, region: {box: [0, 0, 0, 1]}}]}",
                "attention: {edits: [{words: circle, weight: 1, region: {box: [0, 0, 1, 2]}}]}",
                "runtime: {device: tpu}",
                "runtime: {dtype: float16}",
                "runtime: {threads: 0}",
                "visualize: {frame: -1}",
            })
    void aValueOfTheWrongTypeOrRangeIsRefusedWhereItStands(String yaml) throws IOException {
        Path file = write("my.yaml", "\n" + yaml + "\n");

        List<Problem> problems = problemsOf(new ConfigurationLoader().file(file));

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().origin()).isInstanceOfSatisfying(Origin.ConfigFile.class, origin -> {
            assertThat(origin.line()).isEqualTo(2);
            assertThat(origin.column()).isGreaterThan(4);
        });
        assertThat(problems.getFirst().message())
                .containsAnyOf("allowed is", "needs", "either", "fractions", "unknown");
    }

    @Test
    void aSettingAndTheGuidesNameForItDoNotGoTogether() throws IOException {
        Path file = write("my.yaml", "visualize: {frame: 3}\nvisualize_frame_idx: 4\n");

        assertProblems(
                new ConfigurationLoader().file(file),
                file + ":2:1: visualize_frame_idx sets visualize.frame, which was set before at " + file
                        + ":1:13; keep one of them");
    }

    @Test
    void aDottedKeyInAFileIsExplained() throws IOException {
        Path file = write("my.yaml", "attention.backend: flash\n");

        assertProblems(
                new ConfigurationLoader().file(file),
                file + ":1:1: unknown key \"attention.backend\"; write it as \"backend\" inside the section"
                        + " \"attention\"");
    }

    @Test
    void setWithoutAnEqualsSignIsRefused() {
        assertProblems(
                new ConfigurationLoader().set("seed"),
                "--set seed: expected key=value, for instance --set sample_steps=20");
    }

    @ParameterizedTest
    @CsvSource({
        "fp8=true, fp8: true is not built yet; so far there is false",
        "qint8=true, qint8: true is not built yet; so far there is false",
        "cpu_offload=true, cpu_offload: true is not built yet; so far there is false",
        "sp_size=2, sp_size: 2 is not built yet; so far there is 1",
        "mode=t2i2v, 'mode: t2i2v is not built yet; so far there is t2v, i2v'",
        "runtime.device=cuda:1, 'runtime.device: cuda:1 is not built yet; so far there is auto, cpu'",
    })
    void whatIsNotBuiltYetLoadsAndIsRefusedByNameWhenItIsUsed(String assignment, String message) {
        Configuration configuration = new ConfigurationLoader().set(assignment).load();

        ConfigurationException e = catchThrowableOfType(ConfigurationException.class, configuration::requireAvailable);

        assertThat(e).hasMessage("--set " + assignment + ": " + message);
    }

    @Test
    void anEditMayBeWrittenInShort() {
        List<AttentionEdit> written = new ConfigurationLoader()
                .set("attention.edits=[{words: [red circle], weight: 0}, {words: blue, weight: 2.5}]")
                .load()
                .attention()
                .edits();

        assertThat(new ConfigurationLoader()
                        .option("--edit", Schema.ATTENTION_EDITS, List.of("red circle=0", "blue = 2.5"))
                        .load()
                        .attention()
                        .edits())
                .isEqualTo(written);
        assertThat(new ConfigurationLoader()
                        .set("attention.edits=[red circle=0, blue=2.5]")
                        .load()
                        .attention()
                        .edits())
                .isEqualTo(written);
        assertThat(new ConfigurationLoader()
                        .set("attention.edits=red circle=0")
                        .load()
                        .attention()
                        .edits())
                .isEqualTo(written.subList(0, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "red, '--edit: attention.edits[0]: found \"red\", allowed is word=weight such as red circle=0, or a section'",
        "red=much, '--edit: attention.edits[0].weight: found \"much\", allowed is a number from 0 to 1000000'",
        "red=-1, '--edit: attention.edits[0].weight: found -1, allowed is a number from 0 to 1000000'",
        "=2, '--edit: attention.edits[0].words[0]: found \"\", allowed is a word or phrase'",
        "red=, '--edit: attention.edits[0]: an edit needs exactly one of weight, suppress: true, and boost'",
    })
    void aWrongShortEditIsRefusedWhereItIsWrong(String edit, String message) {
        List<Problem> problems =
                problemsOf(new ConfigurationLoader().option("--edit", Schema.ATTENTION_EDITS, List.of(edit)));

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().toString()).startsWith(message);
    }

    @Test
    void aRegionOfTheSoundIsRefused() {
        assertProblems(
                new ConfigurationLoader()
                        .set(
                                "attention.edits=[{words: red, weight: 0, kinds: text_to_audio, region: {box: [0,0,1,1]}}]"),
                "--set "
                        + Quotation.shorten(
                                "attention.edits=[{words: red, weight: 0, kinds: text_to_audio, region: {box: [0,0,1,1]}}]")
                        + ": attention.edits[0]: a region is a part of the picture, and sound has none: add"
                        + " text_to_video to kinds, or leave region out");
    }

    private Path write(String yaml) throws IOException {
        return write("my.yaml", yaml);
    }

    private Path write(String name, String yaml) throws IOException {
        return Files.writeString(folder.resolve(name), yaml);
    }

    private static void assertProblems(ConfigurationLoader loader, String... expected) {
        assertThat(problemsOf(loader)).extracting(Problem::toString).containsExactly(expected);
    }

    private static List<Problem> problemsOf(ConfigurationLoader loader) {
        ConfigurationException e = catchThrowableOfType(ConfigurationException.class, loader::load);
        assertThat(e).isNotNull();
        return e.problems();
    }
}
