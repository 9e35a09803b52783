package dev.ovi.runtime.cli;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenRole;
import dev.ovi.runtime.record.RecordFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/** The record that upstream's code made, and others like it. Its maps are [8 steps, 22 positions, 5 frames, 16, 16]. */
final class ExampleRecord {
    static final int STEPS = 8;
    static final int POSITIONS = 22;
    static final int FRAMES = 5;
    static final int SIDE = 16;

    private static final Path FOLDER = CommandLineRun.EXAMPLE;
    private static final String NAME = "upstream";

    private ExampleRecord() {}

    /** A copy of the record, with its video beside it. */
    static Path copy(Path folder) throws IOException {
        Files.copy(FOLDER.resolve(NAME + ".mp4"), folder.resolve(NAME + ".mp4"));
        return Files.copy(FOLDER.resolve(NAME + RecordFile.EXTENSION), folder.resolve(NAME + RecordFile.EXTENSION));
    }

    static AttentionRecord read() {
        return RecordFile.open(FOLDER.resolve(NAME + RecordFile.EXTENSION)).record();
    }

    /** Maps over the video. */
    static MapSeries video(AttentionRecord record) {
        return record.series().stream()
                .filter(series -> series.name().equals("text_to_video.conditional"))
                .findFirst()
                .orElseThrow();
    }

    /** A value of the maps over the video, read from the numbers as they lie in the file. */
    static float value(AttentionRecord record, int step, int position, int frame, int row, int column) {
        long index = (((long) step * POSITIONS + position) * FRAMES + frame) * SIDE * SIDE + (long) row * SIDE + column;
        return video(record).values().get(ValueLayout.JAVA_FLOAT_UNALIGNED, index * Float.BYTES);
    }

    /** A record like this one with other values over the video, and nothing else. */
    static Path write(Path file, Map<String, String> configuration, LongToDoubleFunction value) {
        AttentionRecord record = read();
        MapSeries maps = video(record);
        MemorySegment values = Arena.ofAuto().allocate(maps.values().byteSize(), Float.BYTES);
        for (long i = 0; i < values.byteSize() / Float.BYTES; i++) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) value.applyAsDouble(i));
        }
        MapSeries changed = new MapSeries(
                maps.kind(),
                maps.branch(),
                maps.steps(),
                maps.layers(),
                maps.heads(),
                maps.positions(),
                maps.grid(),
                values);
        return write(file, record, record.prompt(), record.completedSteps(), configuration, changed);
    }

    /** A prompt of as many tokens as the record's: one for each word, of which there are 20 at most. */
    static PromptText prompt(String text) {
        List<PromptToken> tokens = new ArrayList<>();
        int at = 0;
        for (String word : PromptText.split(text)) {
            int start = text.indexOf(word, at);
            at = start + word.length();
            tokens.add(new PromptToken(tokens.size(), 10, "▁" + word, start, at, TokenRole.TEXT));
        }
        while (tokens.size() < POSITIONS - 2) {
            tokens.add(new PromptToken(tokens.size(), 10, "", at, at, TokenRole.TEXT));
        }
        tokens.add(new PromptToken(tokens.size(), 1, "</s>", at, at, TokenRole.END));
        return new PromptText(text, text, tokens, read().prompt().length());
    }

    /** The same record, stopped after some steps as far as it says. */
    static Path writePartial(Path file, int completedSteps) {
        AttentionRecord record = read();
        return write(file, record, record.prompt(), completedSteps, record.configuration(), video(record));
    }

    /** The same record with another prompt of as many tokens. */
    static Path write(Path file, PromptText prompt) {
        AttentionRecord record = read();
        return write(file, record, prompt, record.completedSteps(), record.configuration(), video(record));
    }

    private static Path write(
            Path file,
            AttentionRecord record,
            PromptText prompt,
            int completedSteps,
            Map<String, String> configuration,
            MapSeries maps) {
        RecordFile.write(
                file,
                AttentionRecord.builder()
                        .prompts(Prompts.of(prompt))
                        .timesteps(record.timesteps())
                        .completedSteps(completedSteps)
                        .video(record.video())
                        .frames(record.frames())
                        .configuration(configuration)
                        .series(List.of(maps))
                        .build());
        return file;
    }
}
