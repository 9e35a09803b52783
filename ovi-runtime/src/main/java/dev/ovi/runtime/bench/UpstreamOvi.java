package dev.ovi.runtime.bench;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.EngineSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Upstream's own code in a Python that has torch, for the same checkpoint and settings. */
public final class UpstreamOvi {
    private static final String DRIVER = "upstream.py";

    private final Path checkout;
    private final Path python;

    /**
     * Upstream's code.
     *
     * @param checkout of character-ai/Ovi
     * @param python an interpreter that has torch and what upstream's modules import
     * @throws UsageException if the checkout is none
     */
    public UpstreamOvi(Path checkout, Path python) {
        Path module = checkout.resolve("ovi/modules/fusion.py");
        if (!Files.isRegularFile(module)) {
            throw new UsageException(
                    "--upstream is " + checkout + ", which has no ovi/modules/fusion.py; expected a checkout"
                            + " of https://github.com/character-ai/Ovi");
        }
        this.checkout = checkout;
        this.python = python;
    }

    /**
     * Makes sound and video once, and throws them away.
     *
     * @param folder for the driver
     */
    ProcessCost run(Configuration configuration, String prompt, Path folder) {
        Path driver = folder.resolve(DRIVER);
        try (InputStream packaged = Objects.requireNonNull(UpstreamOvi.class.getResourceAsStream(DRIVER), DRIVER)) {
            Files.write(driver, packaged.readAllBytes());
        } catch (IOException e) {
            throw new OviException(driver + ": " + WholeFile.reason(e), e);
        }
        List<String> command = List.of(
                python.toString(),
                driver.toString(),
                checkout.toAbsolutePath().toString(),
                configuration.engine().checkpointDirectory().toAbsolutePath().toString(),
                settings(configuration, prompt));
        long start = System.nanoTime();
        String output = ChildProcess.run(
                command, "--python is " + python + ", which cannot be started; expected an interpreter");
        double seconds = (System.nanoTime() - start) / 1e9;
        JsonNode told = lastLine(output);
        return new ProcessCost(
                seconds,
                told.required("seconds").required("steps").asDouble(),
                told.required("peak_bytes").asLong(),
                "torch " + told.required("torch").asString());
    }

    private static String settings(Configuration configuration, String prompt) {
        EngineSettings engine = configuration.engine();
        ObjectNode settings = JsonMapper.shared().createObjectNode();
        settings.put("prompt", prompt);
        settings.put("video_negative_prompt", engine.videoNegativePrompt());
        settings.put("audio_negative_prompt", engine.audioNegativePrompt());
        settings.put("sample_steps", engine.sampleSteps());
        settings.put("shift", engine.shift());
        settings.put("video_guidance_scale", engine.videoGuidanceScale());
        settings.put("audio_guidance_scale", engine.audioGuidanceScale());
        settings.put("slg_layer", engine.skipLayer());
        settings.put("seed", engine.seed());
        settings.put("threads", configuration.runtime().threads().orElse(0));
        return settings.toString();
    }

    private JsonNode lastLine(String output) {
        String line = output.strip().lines().reduce("", (first, second) -> second);
        try {
            JsonNode told = JsonMapper.shared().readTree(line);
            if (told.path("seconds").has("steps")) {
                return told;
            }
        } catch (JacksonException e) {
            throw new OviException(unexpected(line), e);
        }
        throw new OviException(unexpected(line));
    }

    private String unexpected(String line) {
        return "--python is " + python + ", which printed \"" + line + "\" where times were expected";
    }
}
