package dev.ovi.visualizer.timeline;

import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.AudioTrack;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.Chart;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FrameSource;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is seen or heard, above the charts and along the same axis. */
final class TopStrip {
    private static final Color WAVE = new Color(0x8FB4D9);
    private static final int HEIGHT = 84;
    private static final int THUMBNAIL_HEIGHT = 60;
    private static final int GAP = 2;
    private static final int BUCKETS = 600;

    private TopStrip() {}

    /**
     * Frames of the video, each over the time around it.
     *
     * @param seconds how long the video is
     * @return nothing where there is no video
     */
    static Optional<Figure> film(FrameSource frames, double seconds, Canvas canvas, int width) throws IOException {
        if (frames.file().isEmpty()) {
            return Optional.empty();
        }
        VideoFormat video = frames.format();
        int thumbnailWidth = Math.max(1, THUMBNAIL_HEIGHT * video.width() / video.height());
        int count = Math.clamp(width / thumbnailWidth, 1, video.frames());
        int pitch = thumbnailWidth + GAP;
        BufferedImage film = new BufferedImage(count * pitch, THUMBNAIL_HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = film.createGraphics();
        graphics.setColor(Figure.BACKGROUND);
        graphics.fillRect(0, 0, film.getWidth(), film.getHeight());
        for (int i = 0; i < count; i++) {
            BufferedImage frame = frames.frame((2 * i + 1) * video.frames() / (2 * count));
            BufferedImage thumbnail = canvas.resize(frame, thumbnailWidth, THUMBNAIL_HEIGHT);
            graphics.drawImage(thumbnail, i * pitch + GAP / 2, 0, null);
        }
        graphics.dispose();
        Chart chart = Chart.of("", time("", seconds), Chart.Axis.spanning("", 0, 1), film);
        return Optional.of(canvas.chart(chart, width, HEIGHT));
    }

    /**
     * The waveform of the sound: the least and the greatest amplitude of each moment.
     *
     * @param seconds how long the video is; what is heard after it is left out
     * @return nothing where there is no sound
     */
    static Optional<Figure> wave(FrameSource frames, double seconds, Canvas canvas, int width) throws IOException {
        Optional<AudioTrack> sound = frames.audio().filter(track -> track.samples().length > 0);
        if (sound.isEmpty() || sound.get().samples().length == 0) {
            return Optional.empty();
        }
        float[] samples = sound.get().samples();
        int rate = sound.get().sampleRate();
        int heard = Math.clamp(Math.round(seconds * rate), 1, samples.length);
        int buckets = Math.min(BUCKETS, heard);
        double[] times = new double[buckets];
        double[] least = new double[buckets];
        double[] greatest = new double[buckets];
        double peak = 0;
        for (int i = 0; i < buckets; i++) {
            int from = (int) ((long) i * heard / buckets);
            int to = (int) ((i + 1L) * heard / buckets);
            for (int at = from; at < to; at++) {
                least[i] = Math.min(least[i], samples[at]);
                greatest[i] = Math.max(greatest[i], samples[at]);
            }
            times[i] = (from + to) / 2.0 / rate;
            peak = Math.max(peak, Math.max(greatest[i], -least[i]));
        }
        double end = peak == 0 ? 1 : peak;
        Chart chart = new Chart(
                "",
                time("", seconds),
                Chart.Axis.spanning("", -end, end),
                List.of(
                        new Chart.Curve("", WAVE, times, least, true),
                        new Chart.Curve("", WAVE, times, greatest, true)));
        return Optional.of(canvas.chart(chart, width, HEIGHT));
    }

    static Chart.Axis time(String title, double seconds) {
        return Chart.Axis.spanning(title, 0, seconds);
    }
}
