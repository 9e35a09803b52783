package dev.ovi.runtime.generate;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.EngineSettings;
import dev.ovi.runtime.config.Mode;
import dev.ovi.runtime.config.PromptTable;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * What one video is made from.
 *
 * @param text the prompt, as the user wrote it
 * @param image the first frame, in the mode i2v
 */
public record Prompt(String text, Optional<Path> image) {

    /**
     * The prompts that {@code text_prompt} stands for: itself, or the rows of the CSV or TSV file that it names, with the
     * columns {@code text_prompt} and, in the mode i2v, {@code image_path}.
     *
     * @throws UsageException if there is no prompt, a file lacks a column, or an image is missing where one is needed
     */
    public static List<Prompt> of(EngineSettings settings) {
        String given = settings.textPrompt().map(String::strip).orElse("");
        if (given.isEmpty()) {
            throw new UsageException(
                    "the prompt is empty; say what the video shows, for instance" + " \"a red circle moving left\"");
        }
        Optional<PromptTable> table = PromptTable.namedBy(given);
        List<Prompt> prompts = table.isPresent()
                ? read(Path.of(given), format(table.get()), settings.mode())
                : List.of(new Prompt(given, settings.imagePath()));
        return prompts.stream().map(prompt -> prompt.checked(settings.mode())).toList();
    }

    private static CSVFormat format(PromptTable table) {
        CSVFormat columns = switch (table) {
            case CSV -> CSVFormat.DEFAULT;
            case TSV -> CSVFormat.TDF;
        };
        return columns.builder().setHeader().setSkipHeaderRecord(true).get();
    }

    private static List<Prompt> read(Path file, CSVFormat format, Mode mode) {
        try (Reader reader = Files.newBufferedReader(file);
                var rows = format.parse(reader)) {
            if (!rows.getHeaderNames().contains("text_prompt")) {
                throw new UsageException(
                        file + ": has the columns " + rows.getHeaderNames() + ", expected one called text_prompt");
            }
            List<Prompt> prompts = new ArrayList<>();
            for (CSVRecord row : rows) {
                String image = mode == Mode.IMAGE_TO_VIDEO && row.isSet("image_path") ? row.get("image_path") : "";
                prompts.add(new Prompt(
                        row.get("text_prompt").strip(),
                        image.isBlank() ? Optional.empty() : Optional.of(Path.of(image))));
            }
            if (prompts.isEmpty()) {
                throw new UsageException(file + ": has no prompts");
            }
            return prompts;
        } catch (IOException | UncheckedIOException e) {
            throw new OviException(file + ": the prompts cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A prompt that is no table's name, and in the mode i2v the configuration's image.
     *
     * @throws UsageException if the prompt is empty, or an image is missing where one is needed
     */
    public static Prompt of(String text, EngineSettings settings) {
        return new Prompt(text, settings.imagePath()).checked(settings.mode());
    }

    /** The prompt as a mode takes it: without an image where none is wanted. */
    Prompt checked(Mode mode) {
        if (text.isBlank()) {
            throw new UsageException("a prompt is empty; say what the video shows");
        }
        if (mode != Mode.IMAGE_TO_VIDEO) {
            return new Prompt(text, Optional.empty());
        }
        Path first = image.orElseThrow(() -> new UsageException(
                "mode is i2v, which starts from an image, but \"" + text + "\" has none; name it by image_path"));
        if (!Files.isRegularFile(first)) {
            throw new UsageException(first + ": there is no such image; image_path names the first frame");
        }
        return this;
    }
}
