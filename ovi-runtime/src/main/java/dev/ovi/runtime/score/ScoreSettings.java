package dev.ovi.runtime.score;

import dev.ovi.runtime.base.UsageException;
import java.util.Optional;

/**
 * How maps are scored.
 *
 * @param threshold where a map is cut for the IoU: a share of the way from its coldest patch to its hottest
 * @param minArea the share of a latent frame that a colour must fill to be an object there
 * @param by for each entry of which axis there is a score; absent for one score of the mean over all
 */
public record ScoreSettings(double threshold, double minArea, Optional<MapAxis> by) {

    /** @throws UsageException if a share is not from 0 to 1 */
    public ScoreSettings {
        requireShare("--threshold", threshold);
        requireShare("--min-area", minArea);
    }

    private static void requireShare(String option, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new UsageException(option + " is " + share + "; expected a number from 0 to 1");
        }
    }
}
