package dev.ovi.visualizer.storyboard;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.visual.Moment;
import java.util.Locale;

/**
 * What tells the columns apart, and what they have in common.
 *
 * @param record the record that is shown
 * @param overFrames whether columns are frames of the video, and not steps
 */
record Headings(AttentionRecord record, boolean overFrames) {

    String of(Moment moment) {
        if (!overFrames) {
            return step(moment);
        }
        double seconds = moment.videoFrame() / record.video().framesPerSecond();
        return String.format(Locale.ROOT, "frame %d · %.2f s", moment.videoFrame(), seconds);
    }

    String common(Moment moment) {
        return overFrames ? step(moment) : "video frame " + moment.videoFrame();
    }

    private String step(Moment moment) {
        return Moment.stepText(record, moment.slice());
    }
}
