package dev.ovi.runtime.config;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.visual.FrameSelection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every key of a configuration: its type, range, default, meaning and availability. Reading, checking, printing,
 * documentation and the search for the key that was meant all come from this table. Upstream's keys have upstream's names
 * and, where they have one, the defaults of upstream's code.
 */
public final class Schema {
    private static final String PLUGIN_ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
    private static final int MOST_LAYERS = 255;

    private static final ValueType<String> PLUGIN =
            ScalarType.matching(PLUGIN_ID, "a plugin's id such as standard or jet-gif");
    private static final ValueType<String> WORDS =
            ScalarType.matching("(?s).*\\S.*", "a word, phrase, index, all or content");

    /** {@code ckpt_dir}. */
    public static final Setting<Path> CKPT_DIR = Setting.of(
            "ckpt_dir", ScalarType.path(), Path.of("./ckpts"), "Folder of the checkpoint, in upstream's layout.");

    /** {@code output_dir}. */
    public static final Setting<Path> OUTPUT_DIR =
            Setting.of("output_dir", ScalarType.path(), Path.of("./outputs"), "Folder that results are written to.");

    /** {@code model_name}. */
    public static final Setting<String> MODEL_NAME = Setting.of(
            "model_name",
            ScalarType.word(List.of("720x720_5s", "960x960_5s", "960x960_10s")),
            "960x960_5s",
            "Which of the checkpoint's models; decides file, length, area and how the sound is described in a prompt.");

    /** {@code sample_steps}. */
    public static final Setting<Integer> SAMPLE_STEPS = Setting.of(
                    "sample_steps", ScalarType.integer(1, 1000), 50, "Diffusion steps.")
            .mistakenFor("num_steps", "the visualization guide writes num_steps, which Ovi does not read")
            .mistakenFor("steps", "");

    /** {@code solver_name}. */
    public static final Setting<Solver> SOLVER_NAME = Setting.of(
                    "solver_name", ScalarType.choice(Solver.class, Solver::id), Solver.UNIPC, "Sampler.")
            .mistakenFor("solver", "")
            .mistakenFor("sampler", "");

    /** {@code shift}. */
    public static final Setting<Double> SHIFT = Setting.of(
            "shift",
            ScalarType.number(0.01, 100),
            5.0,
            "Shift of the noise schedule; above 1 spends more steps on noise.");

    /** {@code sp_size}. */
    public static final Setting<Integer> SP_SIZE = Setting.of(
                    "sp_size", ScalarType.integer(1, 1024), 1, "Devices that share one video by sequence parallelism.")
            .soFarOnly("1", size -> size == 1);

    /** {@code audio_guidance_scale}. */
    public static final Setting<Double> AUDIO_GUIDANCE_SCALE = Setting.of(
            "audio_guidance_scale", ScalarType.number(0, 100), 3.0, "How strongly the sound follows the prompt.");

    /** {@code video_guidance_scale}. */
    public static final Setting<Double> VIDEO_GUIDANCE_SCALE = Setting.of(
                    "video_guidance_scale",
                    ScalarType.number(0, 100),
                    4.0,
                    "How strongly the video follows the prompt.")
            .mistakenFor("guidance_scale", "");

    /** {@code mode}. */
    public static final Setting<Mode> MODE = Setting.of(
                    "mode",
                    ScalarType.choice(Mode.class, Mode::id),
                    Mode.TEXT_TO_VIDEO,
                    "From text, from an image and text, or from text by way of a generated image.")
            .soFarOnly("t2v, i2v", mode -> mode != Mode.TEXT_TO_IMAGE_TO_VIDEO);

    /** {@code fp8}. */
    public static final Setting<Boolean> FP8 = unbuiltFlag("fp8", "The model's weights in 8-bit floats.");

    /** {@code qint8}. */
    public static final Setting<Boolean> QINT8 = unbuiltFlag("qint8", "The model's weights in 8-bit integers.");

    /** {@code cpu_offload}. */
    public static final Setting<Boolean> CPU_OFFLOAD =
            unbuiltFlag("cpu_offload", "Models wait in host memory while they are not in use.");

    /** {@code seed}. */
    public static final Setting<Long> SEED = Setting.of(
            "seed",
            ScalarType.wide(0, Long.MAX_VALUE),
            100L,
            "Seed of the noise; the same seed gives the same output.");

    /** {@code video_negative_prompt}. */
    public static final Setting<String> VIDEO_NEGATIVE_PROMPT =
            Setting.of("video_negative_prompt", ScalarType.text(), "", "What the video should not be like.");

    /** {@code audio_negative_prompt}. */
    public static final Setting<String> AUDIO_NEGATIVE_PROMPT =
            Setting.of("audio_negative_prompt", ScalarType.text(), "", "What the sound should not be like.");

    /** {@code video_frame_height_width}. */
    public static final Setting<HeightWidth> VIDEO_FRAME_HEIGHT_WIDTH = Setting.optional(
                    "video_frame_height_width",
                    new MappedType<>(
                            ListType.exactly(
                                    2,
                                    ScalarType.integer(32, 8192),
                                    "[height, width], each a whole number from 32 to 8192"),
                            size -> new HeightWidth(size.getFirst(), size.getLast()),
                            size -> List.of(size.height(), size.width())),
                    "Height and width in pixels, snapped to what the model can make; not given: the model's own.")
            .mistakenFor("video_height_width", "");

    /** {@code text_prompt}. */
    public static final Setting<String> TEXT_PROMPT = Setting.optional(
                    "text_prompt",
                    ScalarType.prompt(),
                    "The prompt, or a CSV or TSV file with a column text_prompt and perhaps image_path.")
            .mistakenFor("prompt", "");

    /** {@code image_path}. */
    public static final Setting<Path> IMAGE_PATH =
            Setting.optional("image_path", ScalarType.path(), "The first frame, for mode i2v.");

    /** {@code slg_layer}. */
    public static final Setting<Integer> SLG_LAYER = Setting.of(
            "slg_layer",
            ScalarType.integer(-1, MOST_LAYERS),
            11,
            "Layer that the negative pass skips (skip-layer guidance); 0 and -1 skip none.");

    /** {@code each_example_n_times}. */
    public static final Setting<Integer> EACH_EXAMPLE_N_TIMES = Setting.of(
            "each_example_n_times",
            ScalarType.integer(1, 1_000_000),
            1,
            "Videos for each prompt, with seeds counted up from seed.");

    /** {@code attention.backend}. */
    public static final Setting<String> ATTENTION_BACKEND = Setting.of(
            "attention.backend", PLUGIN, "auto", "Backend that computes attention; auto takes the fastest that can.");

    /** {@code attention.backends.<kind>}. */
    public static final Map<AttentionKind, Setting<String>> ATTENTION_BACKENDS = backends();

    /** {@code attention.sinks}. */
    public static final Setting<List<String>> ATTENTION_SINKS = Setting.of(
            "attention.sinks", ListType.of(PLUGIN), List.of("spatial-map"), "Sinks that get the captured maps.");

    /** {@code attention.options}. */
    public static final Setting<RawValue.Mapping> ATTENTION_OPTIONS =
            pluginOptions("attention.options", "Options of backends and sinks, by id.");

    /** {@code attention.capture.enabled}. */
    public static final Setting<Boolean> CAPTURE_ENABLED =
            Setting.of("attention.capture.enabled", ScalarType.flag(), true, "Whether attention is captured.");

    /** {@code attention.capture.kinds}. */
    public static final Setting<List<AttentionKind>> CAPTURE_KINDS = Setting.of(
            "attention.capture.kinds",
            ListType.nonEmpty(ScalarType.choice(AttentionKind.class, AttentionKind::id)),
            List.of(AttentionKind.TEXT_TO_VIDEO),
            "Which sequence's attention to which is captured.");

    /** {@code attention.capture.branches}. */
    public static final Setting<List<Branch>> CAPTURE_BRANCHES = Setting.of(
            "attention.capture.branches",
            ListType.nonEmpty(ScalarType.choice(Branch.class, Branch::id)),
            List.of(Branch.CONDITIONAL),
            "In which passes of classifier-free guidance.");

    /** {@code attention.capture.granularity}. */
    public static final Setting<Granularity> CAPTURE_GRANULARITY = Setting.of(
            "attention.capture.granularity",
            ScalarType.choice(Granularity.class, Granularity::id),
            Granularity.STEP,
            "How finely maps are kept: a mean for each step, for each layer, or every head.");

    /** {@code attention.capture.layers}. */
    public static final Setting<IndexSet> CAPTURE_LAYERS =
            Setting.of("attention.capture.layers", ScalarType.indices(), IndexSet.ALL, "In which layers.");

    /** {@code attention.capture.tokens}. */
    public static final Setting<List<String>> CAPTURE_TOKENS = Setting.of(
            "attention.capture.tokens", ListType.nonEmpty(WORDS), List.of("all"), "Of which words of the prompt.");

    /** {@code attention.capture.patches}. */
    public static final Setting<List<Patch>> CAPTURE_PATCHES = Setting.of(
            "attention.capture.patches",
            ListType.of(new MappedType<>(
                    ListType.exactly(
                            3, ScalarType.integer(0, 1_000_000), "[latent frame, row, column], whole numbers from 0"),
                    patch -> new Patch(patch.get(0), patch.get(1), patch.get(2)),
                    patch -> List.of(patch.frame(), patch.row(), patch.column()))),
            List.of(),
            "Of which video patches, for the kind video_self.");

    /** {@code attention.capture.max_memory}. */
    public static final Setting<ByteSize> CAPTURE_MAX_MEMORY = Setting.of(
            "attention.capture.max_memory",
            ScalarType.byteSize(),
            new ByteSize(2L << 30),
            "What captured maps may hold in memory; a run that would need more is refused before it starts.");

    /** {@code attention.edits}. */
    public static final Setting<List<AttentionEdit>> ATTENTION_EDITS = Setting.of(
            "attention.edits",
            ListType.of(EditSchema.EDIT),
            List.of(),
            "Words that are to draw more or less attention than they would, in the conditional pass.");

    /** {@code visualize.visualizers}. */
    public static final Setting<List<String>> VISUALIZERS = Setting.of(
            "visualize.visualizers",
            ListType.of(PLUGIN),
            List.of("jet-gif"),
            "Visualizers that run after a generation.");

    /** {@code visualize.tokens}. */
    public static final Setting<List<String>> VISUALIZE_TOKENS = Setting.of(
            "visualize.tokens",
            ListType.of(WORDS),
            List.of(),
            "Words that are drawn; none: the mean over real tokens, or each content word in pictures of several.");

    /** {@code visualize.kind}. */
    public static final Setting<AttentionKind> VISUALIZE_KIND = Setting.of(
            "visualize.kind",
            ScalarType.choice(AttentionKind.class, AttentionKind::id),
            AttentionKind.TEXT_TO_VIDEO,
            "Which maps are drawn.");

    /** {@code visualize.branch}. */
    public static final Setting<Branch> VISUALIZE_BRANCH = Setting.of(
            "visualize.branch",
            ScalarType.choice(Branch.class, Branch::id),
            Branch.CONDITIONAL,
            "Of which pass of classifier-free guidance.");

    /** {@code visualize.frame}. */
    public static final Setting<FrameSelection> VISUALIZE_FRAME = Setting.optional(
            "visualize.frame",
            ScalarType.form("all, or the index of a video frame from 0", Schema::frame, Schema::spell),
            "Video frame under the map, or all; not given: the visualizer's own choice.");

    /** {@code visualize.step}. */
    public static final Setting<Integer> VISUALIZE_STEP = Setting.optional(
            "visualize.step", ScalarType.integer(0, 999), "Step that is drawn; not given: all of them.");

    /** {@code visualize.layer}. */
    public static final Setting<Integer> VISUALIZE_LAYER = Setting.optional(
            "visualize.layer", ScalarType.integer(0, MOST_LAYERS), "Layer that is drawn; not given: the mean.");

    /** {@code visualize.head}. */
    public static final Setting<Integer> VISUALIZE_HEAD =
            Setting.optional("visualize.head", ScalarType.integer(0, 1023), "Head that is drawn; not given: the mean.");

    /** {@code visualize.options}. */
    public static final Setting<RawValue.Mapping> VISUALIZE_OPTIONS =
            pluginOptions("visualize.options", "Options of visualizers, by id.");

    /** {@code runtime.libtorch}. */
    public static final Setting<Path> RUNTIME_LIBTORCH = Setting.optional(
            "runtime.libtorch",
            ScalarType.path(),
            "Folder of an installed libtorch or PyTorch; not given: OVI_LIBTORCH, or the one that Ovi brings.");

    /** {@code runtime.device}. */
    public static final Setting<String> RUNTIME_DEVICE = Setting.of(
                    "runtime.device",
                    ScalarType.matching("auto|cpu|cuda(:[0-9]{1,3})?", "auto, cpu, cuda or cuda:0"),
                    "auto",
                    "Device that the model runs on.")
            .soFarOnly("auto, cpu", device -> !device.startsWith("cuda"));

    /** {@code runtime.dtype}. */
    public static final Setting<DType> RUNTIME_DTYPE = Setting.of(
            "runtime.dtype",
            ScalarType.choice(dtypes(), dtype -> dtype.name().toLowerCase(Locale.ROOT)),
            DType.FLOAT32,
            "Number format that the model computes in.");

    /** {@code runtime.threads}. */
    public static final Setting<Integer> RUNTIME_THREADS = Setting.optional(
            "runtime.threads", ScalarType.integer(1, 1024), "Threads of the CPU; not given: one for each core.");

    /** {@code plugins.directories}. */
    public static final Setting<List<Path>> PLUGIN_DIRECTORIES = Setting.of(
            "plugins.directories",
            ListType.of(ScalarType.path()),
            List.of(),
            "Folders with plugin jars, beside the built-in ones and ~/.ovi/plugins.");

    private static final List<Alias<?, ?>> ALIASES = List.of(
            new Alias<>(
                    "use_flash_attention",
                    ScalarType.flag(),
                    ATTENTION_BACKEND,
                    flash -> flash ? "flash" : "standard",
                    "The guide's key for attention.backend: flash or standard."),
            new Alias<>(
                    "visualize_attention",
                    ScalarType.flag(),
                    CAPTURE_ENABLED,
                    enabled -> enabled,
                    "The guide's key for attention.capture.enabled."),
            new Alias<>(
                    "visualize_token_idx",
                    ScalarType.integer(0, 1_000_000),
                    VISUALIZE_TOKENS,
                    index -> List.of(Integer.toString(index)),
                    "The guide's key for visualize.tokens, as an index into the token table."),
            new Alias<>(
                    "visualize_frame_idx",
                    ScalarType.integer(0, 1_000_000),
                    VISUALIZE_FRAME,
                    FrameSelection.Single::new,
                    "The guide's key for visualize.frame."));

    private static final List<Setting<?>> SETTINGS = Stream.of(
                    Stream.of(
                            CKPT_DIR,
                            OUTPUT_DIR,
                            MODEL_NAME,
                            SAMPLE_STEPS,
                            SOLVER_NAME,
                            SHIFT,
                            SP_SIZE,
                            AUDIO_GUIDANCE_SCALE,
                            VIDEO_GUIDANCE_SCALE,
                            MODE,
                            FP8,
                            QINT8,
                            CPU_OFFLOAD,
                            SEED,
                            VIDEO_NEGATIVE_PROMPT,
                            AUDIO_NEGATIVE_PROMPT,
                            VIDEO_FRAME_HEIGHT_WIDTH,
                            TEXT_PROMPT,
                            IMAGE_PATH,
                            SLG_LAYER,
                            EACH_EXAMPLE_N_TIMES,
                            ATTENTION_BACKEND),
                    ATTENTION_BACKENDS.values().stream(),
                    Stream.of(
                            ATTENTION_SINKS,
                            ATTENTION_OPTIONS,
                            CAPTURE_ENABLED,
                            CAPTURE_KINDS,
                            CAPTURE_BRANCHES,
                            CAPTURE_GRANULARITY,
                            CAPTURE_LAYERS,
                            CAPTURE_TOKENS,
                            CAPTURE_PATCHES,
                            CAPTURE_MAX_MEMORY,
                            ATTENTION_EDITS,
                            VISUALIZERS,
                            VISUALIZE_TOKENS,
                            VISUALIZE_KIND,
                            VISUALIZE_BRANCH,
                            VISUALIZE_FRAME,
                            VISUALIZE_STEP,
                            VISUALIZE_LAYER,
                            VISUALIZE_HEAD,
                            VISUALIZE_OPTIONS,
                            RUNTIME_LIBTORCH,
                            RUNTIME_DEVICE,
                            RUNTIME_DTYPE,
                            RUNTIME_THREADS,
                            PLUGIN_DIRECTORIES))
            .<Setting<?>>flatMap(group -> group)
            .toList();

    private static final List<Key> KEYS =
            Stream.<Key>concat(SETTINGS.stream(), ALIASES.stream()).toList();

    private Schema() {}

    /** Every setting, in the order in which they are shown. */
    public static List<Setting<?>> settings() {
        return SETTINGS;
    }

    /** Every key that a configuration may contain: the settings, then the guide's names for some of them. */
    public static List<Key> keys() {
        return KEYS;
    }

    private static Setting<Boolean> unbuiltFlag(String path, String description) {
        return Setting.of(path, ScalarType.flag(), false, description).soFarOnly("false", value -> !value);
    }

    private static Setting<RawValue.Mapping> pluginOptions(String path, String description) {
        return Setting.of(
                path, new PluginOptionsType(), new RawValue.Mapping(Map.of(), new Origin.BuiltIn()), description);
    }

    private static Map<AttentionKind, Setting<String>> backends() {
        Map<AttentionKind, Setting<String>> settings = new EnumMap<>(AttentionKind.class);
        for (AttentionKind kind : AttentionKind.values()) {
            settings.put(
                    kind,
                    Setting.optional(
                            "attention.backends." + kind.id(),
                            PLUGIN,
                            "Backend for this kind of attention; not given: attention.backend."));
        }
        return Collections.unmodifiableMap(settings);
    }

    private static Map<String, DType> dtypes() {
        Map<String, DType> dtypes = new LinkedHashMap<>();
        Arrays.asList(DType.FLOAT32, DType.BFLOAT16)
                .forEach(dtype -> dtypes.put(dtype.name().toLowerCase(Locale.ROOT), dtype));
        return dtypes;
    }

    private static Optional<FrameSelection> frame(String text) {
        if (text.equals("all")) {
            return Optional.of(new FrameSelection.All());
        }
        return text.matches("[0-9]{1,9}")
                ? Optional.of(new FrameSelection.Single(Integer.parseInt(text)))
                : Optional.empty();
    }

    private static Object spell(FrameSelection frame) {
        return switch (frame) {
            case FrameSelection.All() -> "all";
            case FrameSelection.Single(int videoFrame) -> videoFrame;
        };
    }
}
