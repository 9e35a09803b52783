package dev.ovi.runtime.record;

import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.media.BlackFrames;
import dev.ovi.runtime.media.VideoFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The frames of a recorded run: its video while it is open, or black ones. */
public final class RunFrames implements AutoCloseable {
    /** Sides are rounded to whole pixels, and to even ones by most encoders. */
    private static final double ASPECT_TOLERANCE = 0.02;

    private final FrameSource source;
    private final @Nullable VideoFile video;

    private RunFrames(FrameSource source, @Nullable VideoFile video) {
        this.source = source;
        this.video = video;
    }

    /**
     * Opens the video of a run, if it has one.
     *
     * @throws UsageException if the video does not belong to the record
     * @throws OviException if it cannot be read
     */
    public static RunFrames open(RecordedRun run) {
        VideoFormat recorded = run.record().video();
        if (run.video().isEmpty()) {
            return new RunFrames(new BlackFrames(recorded), null);
        }
        Path file = run.video().get();
        if (!Files.isRegularFile(file)) {
            throw new UsageException(file + ": there is no such video");
        }
        try {
            VideoFile video = VideoFile.open(file);
            try {
                requireSameVideo(file, video.format(), run);
                return new RunFrames(video, video);
            } catch (UsageException e) {
                video.close();
                throw e;
            }
        } catch (IOException e) {
            throw new OviException(WholeFile.reason(e), e);
        }
    }

    /** The frames; black ones where the run has no video. */
    public FrameSource source() {
        return source;
    }

    /** Whether pictures of a size can show what a video shows: a scaled copy has its shape, up to rounding. */
    public static boolean isSameShape(int width, int height, VideoFormat video) {
        double aspect = (double) width / height * video.height() / video.width();
        return Math.abs(aspect - 1) <= ASPECT_TOLERANCE;
    }

    /** A video of another size may be a scaled copy; one of another length or shape cannot be this run's. */
    private static void requireSameVideo(Path file, VideoFormat found, RecordedRun run) {
        int frames = run.record().frames().videoFrames();
        if (found.frames() != frames) {
            throw new UsageException(file + ": the video has " + found.frames() + " frames, the record " + run.name()
                    + " was made with " + frames + "; give the video of the same run");
        }
        VideoFormat recorded = run.record().video();
        if (!isSameShape(found.width(), found.height(), recorded)) {
            throw new UsageException(file + ": the video is " + found.width() + "×" + found.height() + ", the record "
                    + run.name() + " was made with " + recorded.width() + "×" + recorded.height()
                    + "; give the video of the same run, or a scaled copy of it");
        }
    }

    @Override
    public void close() {
        if (video != null) {
            video.close();
        }
    }
}
