package dev.ovi.runtime.score;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.base.WholeFile;
import dev.ovi.runtime.media.Pictures;
import dev.ovi.runtime.media.VideoFile;
import dev.ovi.runtime.record.RunFrames;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ground truth that somebody drew: bright pixels, those whose mean of red, green and blue is at least half, are the
 * object. One picture stands for all video frames; a video, or a folder of pictures, has one for each. The folder's files
 * are taken in the order of their names, a shorter name before a longer one, so that numbers need no leading zeros.
 */
final class MaskFile {
    private static final int HALF_OF_THREE_CHANNELS = 3 * 128;

    private MaskFile() {}

    /** Pictures by number, decoded when they are asked for. */
    private interface Sequence {
        BufferedImage picture(int index) throws IOException;
    }

    /**
     * Reads a mask.
     *
     * @param grid the grid of the maps
     * @throws UsageException if there is no such file, or its number of frames or their shape is not the video's
     * @throws OviException if it cannot be read, or marks no pixel
     */
    static ObjectCoverage read(Path file, AttentionRecord record, PatchGrid grid) {
        if (!Files.exists(file)) {
            throw new UsageException(file + ": there is no such mask");
        }
        try {
            if (isVideo(file)) {
                try (VideoFile video = VideoFile.open(file)) {
                    return read(file, video.format().frames(), video::frame, record, grid);
                }
            }
            List<Path> pictures = Files.isDirectory(file) ? pictures(file) : List.of(file);
            return read(file, pictures.size(), index -> Pictures.read(pictures.get(index)), record, grid);
        } catch (IOException e) {
            throw new OviException(WholeFile.reason(e), e);
        }
    }

    private static boolean isVideo(Path file) {
        if (Files.isDirectory(file)) {
            return false;
        }
        try (VideoFile video = VideoFile.open(file)) {
            return video.format().frames() > 1;
        } catch (IOException e) {
            return false; // Reading it as a picture tells what is wrong with it.
        }
    }

    private static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.<Path>comparingInt(
                                    file -> file.getFileName().toString().length())
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private static ObjectCoverage read(Path file, int count, Sequence masks, AttentionRecord record, PatchGrid grid)
            throws IOException {
        FrameMapping frames = record.frames();
        if (count != 1 && count != frames.videoFrames()) {
            throw new UsageException(file + ": there are " + count + " masks, and the record was made with "
                    + frames.videoFrames() + " video frames; give one mask for each, or one for all");
        }
        var object = new ObjectCoverage.Builder(grid, frames);
        BufferedImage mask = masks.picture(0);
        for (int frame = 0; frame < frames.videoFrames(); frame++) {
            if (frame > 0 && count > 1) {
                mask = masks.picture(frame);
            }
            requireSameShape(file, mask, record.video());
            int width = mask.getWidth();
            int[] pixels = mask.getRGB(0, 0, width, mask.getHeight(), null, 0, width);
            object.add(frame, width, mask.getHeight(), pixel -> isBright(pixels[pixel]));
        }
        ObjectCoverage coverage = object.build();
        if (coverage.largestArea() == 0) {
            throw new OviException(file + ": the mask marks nothing: none of its pixels is brighter than half, as an"
                    + " object's are");
        }
        return coverage;
    }

    private static boolean isBright(int rgb) {
        return (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF) >= HALF_OF_THREE_CHANNELS;
    }

    private static void requireSameShape(Path file, BufferedImage mask, VideoFormat video) {
        if (!RunFrames.isSameShape(mask.getWidth(), mask.getHeight(), video)) {
            throw new UsageException(
                    file + ": the mask is " + mask.getWidth() + "×" + mask.getHeight() + ", the record was made with "
                            + video.width() + "×" + video.height() + "; give a mask of that shape, in whatever size");
        }
    }
}
