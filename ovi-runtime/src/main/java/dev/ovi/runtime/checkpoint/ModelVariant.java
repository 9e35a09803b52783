package dev.ovi.runtime.checkpoint;

import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.tensorfile.Describe;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The models that a checkpoint folder can hold, with what upstream's {@code ovi_fusion_engine.py} fixes for each. */
public enum ModelVariant {
    /** Five seconds at an area of 720×720, the first release. */
    AREA_720_5S("720x720_5s", "model.safetensors", "model_fp8_e4m3fn.safetensors", 31, 157, 720 * 720, 512, 992),
    /** Five seconds at an area of 960×960. */
    AREA_960_5S("960x960_5s", "model_960x960.safetensors", "", 31, 157, 960 * 960, 704, 1280),
    /** Ten seconds at an area of 960×960. */
    AREA_960_10S("960x960_10s", "model_960x960_10s.safetensors", "", 61, 314, 960 * 960, 704, 1280);

    private final String modelName;
    private final String file;
    private final String fp8File;
    private final int videoLatentLength;
    private final int audioLatentLength;
    private final int frameArea;
    private final int frameHeight;
    private final int frameWidth;

    ModelVariant(
            String modelName,
            String file,
            String fp8File,
            int videoLatentLength,
            int audioLatentLength,
            int frameArea,
            int frameHeight,
            int frameWidth) {
        this.modelName = modelName;
        this.file = file;
        this.fp8File = fp8File;
        this.videoLatentLength = videoLatentLength;
        this.audioLatentLength = audioLatentLength;
        this.frameArea = frameArea;
        this.frameHeight = frameHeight;
        this.frameWidth = frameWidth;
    }

    /**
     * The variant of a name.
     *
     * @throws UsageException if there is none
     */
    public static ModelVariant ofModelName(String modelName) {
        return Arrays.stream(values())
                .filter(variant -> variant.modelName.equals(modelName))
                .findFirst()
                .orElseThrow(() -> new UsageException("model_name is " + Describe.name(modelName) + ", expected one of "
                        + Arrays.stream(values()).map(ModelVariant::modelName).collect(Collectors.joining(", "))));
    }

    /** What the configuration calls {@code model_name}. */
    public String modelName() {
        return modelName;
    }

    /**
     * The transformer's file in the checkpoint's {@code Ovi} folder.
     *
     * @throws UsageException if the variant was not published with 8-bit weights
     */
    String file(boolean fp8) {
        if (fp8 && fp8File.isEmpty()) {
            throw new UsageException(
                    "fp8 is true, but " + modelName + " was not published with 8-bit weights; set fp8 to"
                            + " false or model_name to " + AREA_720_5S.modelName);
        }
        return fp8 ? fp8File : file;
    }

    int videoLatentLength() {
        return videoLatentLength;
    }

    int audioLatentLength() {
        return audioLatentLength;
    }

    int frameArea() {
        return frameArea;
    }

    int frameHeight() {
        return frameHeight;
    }

    int frameWidth() {
        return frameWidth;
    }
}
