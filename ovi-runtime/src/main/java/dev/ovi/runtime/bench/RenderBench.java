package dev.ovi.runtime.bench;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.bench.RenderMeasurement.Round;
import dev.ovi.runtime.media.WrittenFile;
import dev.ovi.runtime.record.RecordedRun;
import dev.ovi.runtime.render.RenderListener;
import dev.ovi.runtime.render.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures how long a GIF takes, from a record and a video to the finished file, beside the {@code ffmpeg} command that
 * gets the same pictures uncompressed and makes a palette and then the GIF of them: what drawing and our own way of driving
 * FFmpeg cost.
 */
public final class RenderBench {
    /** Both sides have an alpha channel, which the filters want: ffmpeg need not convert. */
    private static final String PIXEL_FORMAT = "bgra";

    private static final int PIXEL_BYTES = 4;

    private final Rendering gif;
    private final Rendering lossless;
    private final FfmpegTool ffmpeg;
    private final double framesPerSecond;

    /**
     * A bench.
     *
     * @param gif draws one GIF of a run
     * @param lossless draws the same pictures into one animated PNG
     * @param framesPerSecond how fast the GIF shows them
     */
    public RenderBench(Rendering gif, Rendering lossless, FfmpegTool ffmpeg, double framesPerSecond) {
        this.gif = gif;
        this.lossless = lossless;
        this.ffmpeg = ffmpeg;
        this.framesPerSecond = framesPerSecond;
    }

    /**
     * Measures one workload.
     *
     * @param seed of the random maps and video
     * @param rounds how often each side is timed, in turns, at least 1
     * @param folder for what is written meanwhile: uncompressed frames, twice
     */
    public RenderMeasurement measure(RenderWorkload workload, long seed, int rounds, Path folder) {
        try {
            RecordedRun run = new SyntheticRun(workload, seed).create(folder);
            Path frames = uncompressed(render(lossless, run, folder), folder);
            int height = Math.toIntExact(Files.size(frames) / PIXEL_BYTES / workload.frames() / workload.width());
            if ((long) height * workload.width() * workload.frames() * PIXEL_BYTES != Files.size(frames)) {
                throw new OviException(frames + ": " + ffmpeg.version() + " did not read " + workload.frames()
                        + " pictures of equal size; is another version on the path?");
            }
            List<Round> times = new ArrayList<>();
            Path ours = frames;
            Path theirs = folder.resolve("ffmpeg.gif");
            for (int i = 0; i < rounds; i++) {
                long start = System.nanoTime();
                ours = render(gif, run, folder);
                long middle = System.nanoTime();
                twoPasses(frames, workload.width() + "x" + height, theirs);
                times.add(new Round((middle - start) / 1e9, (System.nanoTime() - middle) / 1e9));
            }
            return new RenderMeasurement(
                    workload,
                    seed,
                    ffmpeg.version(),
                    workload.width(),
                    height,
                    Files.size(ours),
                    Files.size(theirs),
                    times);
        } catch (IOException e) {
            throw new OviException(WholeFile.reason(e), e);
        }
    }

    private static Path render(Rendering rendering, RecordedRun run, Path folder) {
        var listener = new Listener();
        rendering.render(run, List.of(), folder, listener);
        return listener.file();
    }

    private Path uncompressed(Path animation, Path folder) {
        Path frames = folder.resolve("frames.raw");
        ffmpeg.run("-i", animation.toString(), "-f", "rawvideo", "-pix_fmt", PIXEL_FORMAT, frames.toString());
        return frames;
    }

    private void twoPasses(Path frames, String size, Path target) {
        Path palette = target.resolveSibling("palette.png");
        ffmpeg.run(input(frames, size, "-vf", "palettegen", palette.toString()));
        ffmpeg.run(input(
                frames,
                size,
                "-i",
                palette.toString(),
                "-lavfi",
                "paletteuse=diff_mode=rectangle",
                "-loop",
                "0",
                target.toString()));
    }

    private String[] input(Path frames, String size, String... rest) {
        List<String> arguments = new ArrayList<>(List.of(
                "-f",
                "rawvideo",
                "-pix_fmt",
                PIXEL_FORMAT,
                "-video_size",
                size,
                "-framerate",
                Double.toString(framesPerSecond),
                "-i",
                frames.toString()));
        arguments.addAll(List.of(rest));
        return arguments.toArray(String[]::new);
    }

    /** Keeps the file that was written, or passes the failure on. */
    private static final class Listener implements RenderListener {
        private Optional<Path> file = Optional.empty();

        @Override
        public void written(WrittenFile written) {
            file = Optional.of(written.file());
        }

        @Override
        public void failed(OviException failure) {
            throw failure;
        }

        Path file() {
            return file.orElseThrow(() -> new OviException("the visualizer drew nothing"));
        }
    }
}
