package dev.ovi.runtime.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a video is made. The names are upstream's. Upstream's settings of which only the default is built are not here:
 * {@link Configuration#requireAvailable} refuses any other value of them.
 *
 * @param checkpointDirectory {@code ckpt_dir}
 * @param outputDirectory {@code output_dir}
 * @param modelName {@code model_name}
 * @param sampleSteps {@code sample_steps}, at least 1
 * @param solver {@code solver_name}
 * @param shift above 0
 * @param audioGuidanceScale {@code audio_guidance_scale}
 * @param videoGuidanceScale {@code video_guidance_scale}
 * @param mode from what
 * @param seed at least 0
 * @param videoNegativePrompt {@code video_negative_prompt}
 * @param audioNegativePrompt {@code audio_negative_prompt}
 * @param frameSize {@code video_frame_height_width}; absent is the model's own size
 * @param textPrompt {@code text_prompt}: a prompt, or the path of a CSV or TSV file
 * @param imagePath {@code image_path}: the first frame
 * @param skipLayer {@code slg_layer}; at most 0 skips none
 * @param eachExampleTimes {@code each_example_n_times}, at least 1
 */
public record EngineSettings(
        Path checkpointDirectory,
        Path outputDirectory,
        String modelName,
        int sampleSteps,
        Solver solver,
        double shift,
        double audioGuidanceScale,
        double videoGuidanceScale,
        Mode mode,
        long seed,
        String videoNegativePrompt,
        String audioNegativePrompt,
        Optional<HeightWidth> frameSize,
        Optional<String> textPrompt,
        Optional<Path> imagePath,
        int skipLayer,
        int eachExampleTimes) {

    static EngineSettings of(Values values) {
        return new EngineSettings(
                values.get(Schema.CKPT_DIR),
                values.get(Schema.OUTPUT_DIR),
                values.get(Schema.MODEL_NAME),
                values.get(Schema.SAMPLE_STEPS),
                values.get(Schema.SOLVER_NAME),
                values.get(Schema.SHIFT),
                values.get(Schema.AUDIO_GUIDANCE_SCALE),
                values.get(Schema.VIDEO_GUIDANCE_SCALE),
                values.get(Schema.MODE),
                values.get(Schema.SEED),
                values.get(Schema.VIDEO_NEGATIVE_PROMPT),
                values.get(Schema.AUDIO_NEGATIVE_PROMPT),
                values.find(Schema.VIDEO_FRAME_HEIGHT_WIDTH),
                values.find(Schema.TEXT_PROMPT),
                values.find(Schema.IMAGE_PATH),
                values.get(Schema.SLG_LAYER),
                values.get(Schema.EACH_EXAMPLE_N_TIMES));
    }
}
