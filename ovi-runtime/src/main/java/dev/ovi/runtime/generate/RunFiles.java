package dev.ovi.runtime.generate;

import dev.ovi.api.TextContent;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.RecordWriter;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.record.GrowingRecord;
import dev.ovi.runtime.record.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of one run: one folder, one common start of their names.
 *
 * @param directory the folder
 * @param name what every file's name starts with
 */
public record RunFiles(Path directory, String name) {
    /** What follows the name of the file with the run's configuration. */
    static final String CONFIGURATION = ".yaml";

    /**
     * Files whose names begin like this, or, where a run of this name has left some already, like this with a number.
     *
     * @param directory the folder
     * @param name what the names should start with
     */
    static RunFiles unused(Path directory, String name) {
        RunFiles files = new RunFiles(directory, name);
        for (int number = 2; files.exist(); number++) {
            files = new RunFiles(directory, name + "_" + number);
        }
        return files;
    }

    private boolean exist() {
        return Files.exists(video()) || Files.exists(record()) || Files.exists(file(CONFIGURATION));
    }

    /**
     * Makes sure that files can be written, before any work is done for them.
     *
     * @throws OviException if the folder cannot be made or written to
     */
    public void prepare() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new OviException(
                    directory + ": the output folder cannot be made: " + e.getMessage() + "; choose another output_dir",
                    e);
        }
        if (!Files.isWritable(directory)) {
            throw new OviException(directory + ": no permission to write there; choose another output_dir");
        }
    }

    /** The file with a suffix, extension included. */
    public Path file(String suffix) {
        return directory.resolve(name + suffix);
    }

    /** The video. */
    public Path video() {
        return file(".mp4");
    }

    /** The record of attention. */
    public Path record() {
        return file(RecordFile.EXTENSION);
    }

    /** Writes a text file, whole or not at all. */
    public Path writeText(String suffix, String content) throws IOException {
        Path target = file(suffix);
        WholeFile.write(target, content);
        return target;
    }

    /** What a sink of a run writes with. */
    public SinkOutput outputFor(RunInfo run) {
        return new SinkOutput() {
            @Override
            public Path write(String suffix, TextContent content) throws IOException {
                Path target = file(suffix);
                WholeFile.write(target, content);
                return target;
            }

            @Override
            public RecordWriter openRecord(String suffix, CaptureRequest request) {
                return GrowingRecord.create(file(suffix + RecordFile.EXTENSION), run, request);
            }
        };
    }
}
