package dev.ovi.runtime.score;

import dev.ovi.runtime.score.MapScore.Figure;
import java.util.Locale;

/** The figures of a {@link MapScore}. */
public enum ScoreMetric {
    /** The pointing game. */
    POINTING,
    /** The area under the ROC curve. */
    AUROC,
    /** Intersection over union at the fixed threshold. */
    IOU,
    /** Intersection over union at the best threshold. */
    BEST_IOU;

    /** The name in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The figure in a score. */
    public Figure of(MapScore score) {
        return switch (this) {
            case POINTING -> score.pointing();
            case AUROC -> score.auroc();
            case IOU -> score.iou();
            case BEST_IOU -> score.bestIou();
        };
    }
}
