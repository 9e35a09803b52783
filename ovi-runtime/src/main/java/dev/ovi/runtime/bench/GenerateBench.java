package dev.ovi.runtime.bench;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.bench.GenerateMeasurement.Round;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Times the main job as users start it, from the start of the process to its end, beside upstream's own code with the same
 * checkpoint and settings. Ours captures attention, writes video and record, and draws; upstream's does none of that.
 */
public final class GenerateBench {
    private final Path launcher;
    private final UpstreamOvi upstream;

    /** @param launcher the command {@code ovi} */
    public GenerateBench(Path launcher, UpstreamOvi upstream) {
        this.launcher = launcher;
        this.upstream = upstream;
    }

    /**
     * Runs both in turns.
     *
     * @param rounds how often each is run
     * @param folder for what is made
     * @throws OviException if one of the processes fails
     */
    public GenerateMeasurement measure(Configuration configuration, String prompt, int rounds, Path folder) {
        List<Round> measured = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ProcessCost theirs = upstream.run(configuration, prompt, folder);
            measured.add(new Round(ours(configuration, prompt, folder), theirs));
        }
        return new GenerateMeasurement(configuration.engine().sampleSteps(), measured);
    }

    private ProcessCost ours(Configuration configuration, String prompt, Path folder) {
        Path settings = folder.resolve("settings.yaml");
        try {
            Files.writeString(settings, ConfigurationPrinter.toYaml(configuration));
        } catch (IOException e) {
            throw new OviException(settings + ": " + WholeFile.reason(e), e);
        }
        List<String> command = List.of(
                launcher.toString(),
                "generate",
                prompt,
                "--config",
                settings.toString(),
                "--output-dir",
                folder.toString(),
                "--json");
        long start = System.nanoTime();
        String output = ChildProcess.run(command, launcher + " cannot be started");
        double seconds = (System.nanoTime() - start) / 1e9;
        try {
            JsonNode told = JsonMapper.shared().readTree(output);
            return new ProcessCost(
                    seconds,
                    told.path("seconds").path("denoising").asDouble(),
                    told.path("peak_bytes").asLong(),
                    "ovi");
        } catch (JacksonException e) {
            throw new OviException(launcher + " printed something else than JSON: " + output.strip(), e);
        }
    }
}
