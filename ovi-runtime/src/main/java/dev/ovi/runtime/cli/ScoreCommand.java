package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.config.Schema;
import dev.ovi.runtime.record.RecordedRun;
import dev.ovi.runtime.score.MapAxis;
import dev.ovi.runtime.score.ScoreRow;
import dev.ovi.runtime.score.ScoreSettings;
import dev.ovi.runtime.score.Scoring;
import dev.ovi.runtime.score.Truth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ovi score}: how well words' maps find objects. */
@Command(
        name = "score",
        description = {
            "Say how well a word's map finds an object, beside what chance would reach (in brackets).",
            "POINTING: how often the hottest patch is the object's, which it is where the object fills at least half of"
                    + " it. AUROC: the probability that a pixel of the object is hotter than one beside it. IOU:"
                    + " intersection over union of the object and the patches that reach a threshold between the coldest"
                    + " patch, 0, and the hottest, 1; at a fixed threshold and at the best one (AT).",
            "Each pixel has the heat of its patch. Figures are means over the latent frames that show the object"
                    + " (FRAMES); chance is the object's share of the patches for pointing, 0.5 for AUROC, as many patches"
                    + " at random for IOU, and everything marked for the best IOU."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ovi score examples/tiny-ovi/upstream.attention.safetensors --color auto",
            "  ovi score outputs/run.attention.safetensors --tokens circle --mask circle.png",
            "  ovi score outputs/*.attention.safetensors --color auto --by step --csv steps.csv"
        })
final class ScoreCommand implements Runnable {
    private static final String STANDARD_OUTPUT = "-";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "RECORD",
            arity = "1..*",
            description = "Records, files that end with .attention.safetensors; of several, means are shown, too.")
    private List<Path> records = new ArrayList<>();

    @Option(
            names = "--color",
            paramLabel = "COLOR",
            split = ",",
            splitSynopsisLabel = ",",
            description = {
                "Hold maps against the object of this colour in the video: red, orange, yellow, green, cyan, blue, purple,"
                        + " pink or #rrggbb. All pixels that are nearer to it than to grey and to every other named colour"
                        + " are the object, by Oklab's a/L and b/L, which shading does not change.",
                "auto: a colour word against its own object, another word against that of the colour word before it."
            })
    private List<String> colors = new ArrayList<>();

    @Option(
            names = "--mask",
            paramLabel = "FILE",
            description =
                    "Hold maps against this mask, where bright pixels are the object: a picture for all frames, or a video"
                            + " or a folder of pictures with one for each video frame.")
    private @Nullable Path mask;

    @Option(
            names = "--tokens",
            paramLabel = "WORD",
            split = ",",
            splitSynopsisLabel = ",",
            description =
                    "Words, phrases or indices to score; without it, all words with a content, or with --color auto the"
                            + " colour words and the words behind them.")
    private List<String> tokens = new ArrayList<>();

    @Mixin
    private MapOptions maps;

    @Option(
            names = "--by",
            paramLabel = "AXIS",
            description = "A score for each ${COMPLETION-CANDIDATES}, in place of one of the mean over them.")
    private @Nullable Axis by;

    @Option(
            names = "--threshold",
            paramLabel = "T",
            defaultValue = "0.5",
            description = "The fixed threshold, from 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double threshold;

    @Option(
            names = "--min-area",
            paramLabel = "SHARE",
            defaultValue = "0.02",
            description =
                    "The share of a latent frame that a colour must fill to count as an object there; less is left out."
                            + " Default: ${DEFAULT-VALUE}.")
    private double minArea;

    @Option(
            names = "--video",
            paramLabel = "FILE",
            description = "The run's video; without it, the .mp4 beside the record.")
    private @Nullable Path video;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the rows as CSV; - is standard output.")
    private @Nullable String csv;

    @Mixin
    private ConfigurationOptions configuration;

    @Mixin
    private JsonOption json;

    /** Axes by the names that the command line knows. */
    private enum Axis {
        step(MapAxis.STEP),
        layer(MapAxis.LAYER),
        head(MapAxis.HEAD);

        private final MapAxis axis;

        Axis(MapAxis axis) {
            this.axis = axis;
        }
    }

    @Override
    public void run() {
        Truth truth = truth();
        boolean csvToOutput = STANDARD_OUTPUT.equals(csv);
        if (csvToOutput && json.isGiven()) {
            throw new UsageException("--json and --csv - both write to standard output; give --csv a file");
        }
        if (video != null && records.size() > 1) {
            throw new UsageException("--video names the video of one record, and there are " + records.size());
        }
        var settings =
                new ScoreSettings(threshold, minArea, Optional.ofNullable(by).map(axis -> axis.axis));
        var scoring = new Scoring(settings().visualize(), truth, settings);
        List<ScoreRow> rows = new ArrayList<>();
        for (Path record : records) {
            RecordedRun run = RecordedRun.open(record);
            rows.addAll(scoring.score(video == null ? run : run.withVideo(video)));
        }
        requireAnyScore(rows);
        var report = new ScoreReport(settings, rows);
        if (csv != null && !csvToOutput) {
            write(Path.of(csv), report.toCsv());
        }
        json.answer(spec.commandLine().getOut(), report::toMap, csvToOutput ? report::toCsv : report::toText);
    }

    private Truth truth() {
        if (colors.isEmpty() == (mask == null)) {
            throw new UsageException("say what the maps are held against: either --color, for instance red or auto, or"
                    + " --mask with a file");
        }
        return mask == null ? Truth.ofColors(colors) : new Truth.Mask(mask);
    }

    private Configuration settings() {
        ConfigurationLoader loader = configuration.loader();
        if (!tokens.isEmpty()) {
            loader.option("--tokens", Schema.VISUALIZE_TOKENS, tokens);
        }
        maps.applyTo(loader);
        return loader.load();
    }

    /** One object that is missing is a finding; if all are, nothing was checked. */
    private void requireAnyScore(List<ScoreRow> rows) {
        if (rows.stream().anyMatch(row -> row.score().isPresent())) {
            return;
        }
        ScoreRow nearest = rows.stream()
                .max(Comparator.comparingDouble(ScoreRow::largestArea))
                .orElseThrow();
        throw new OviException(String.format(
                Locale.ROOT,
                "%s: nothing could be scored: %s fills at most %.2f %% of a latent frame%s",
                nearest.record(),
                nearest.object(),
                100 * nearest.largestArea(),
                nearest.largestArea() < minArea
                        ? String.format(
                                Locale.ROOT, ", and an object is what fills %.2f %% (--min-area)", 100 * minArea)
                        : ", and what fills all of it cannot be told from anything"));
    }

    private static void write(Path target, String text) {
        try {
            WholeFile.write(target, text);
        } catch (IOException e) {
            throw new OviException(WholeFile.reason(e), e);
        }
    }
}
