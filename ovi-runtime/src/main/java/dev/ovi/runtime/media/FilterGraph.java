package dev.ovi.runtime.media;

import java.io.IOException;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** A chain of FFmpeg filters that frames are pushed into and pulled out of. */
final class FilterGraph implements AutoCloseable {
    private final AVFilterGraph graph;

    /**
     * Builds a graph.
     *
     * @param description in FFmpeg's filter language; sources are named {@code buffer@…}, the end {@code buffersink@out}
     */
    FilterGraph(String description) throws IOException {
        Ffmpeg.load();
        graph = avfilter.avfilter_graph_alloc();
        AVFilterInOut inputs = new AVFilterInOut(null);
        AVFilterInOut outputs = new AVFilterInOut(null);
        try {
            Ffmpeg.check(
                    avfilter.avfilter_graph_parse2(graph, description, inputs, outputs),
                    "cannot build the filters " + description);
            Ffmpeg.check(avfilter.avfilter_graph_config(graph, null), "cannot start the filters " + description);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** A source for pictures of {@link FramePixels#FORMAT}, in the filter language. */
    static String source(String name, int width, int height, String timeBase) {
        return "buffer@" + name + "=video_size=" + width + "x" + height + ":pix_fmt=" + FramePixels.FORMAT
                + ":time_base=" + timeBase + ":pixel_aspect=1/1";
    }

    /** Puts a frame through a source at once, so that frames do not pile up; it stays the caller's. Null ends the source. */
    void push(String source, @Nullable AVFrame frame) throws IOException {
        Ffmpeg.check(
                avfilter.av_buffersrc_add_frame_flags(
                        find("buffer@" + source),
                        frame,
                        avfilter.AV_BUFFERSRC_FLAG_KEEP_REF | avfilter.AV_BUFFERSRC_FLAG_PUSH),
                "cannot filter a picture");
    }

    /** Takes the next frame out, if one is ready. The caller unreferences it. */
    boolean pull(AVFrame frame) throws IOException {
        int result = avfilter.av_buffersink_get_frame(find("buffersink@out"), frame);
        if (result == avutil.AVERROR_EAGAIN() || result == avutil.AVERROR_EOF) {
            return false;
        }
        Ffmpeg.check(result, "cannot filter a picture");
        return true;
    }

    private AVFilterContext find(String name) {
        return avfilter.avfilter_graph_get_filter(graph, name);
    }

    @Override
    public void close() {
        avfilter.avfilter_graph_free(graph);
    }
}
