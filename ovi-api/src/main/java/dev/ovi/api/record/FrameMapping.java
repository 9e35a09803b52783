package dev.ovi.api.record;

/**
 * Which video frames a latent frame stands for. The video autoencoder is causal: latent frame 0 is video frame 0 alone,
 * and latent frame k ≥ 1 is the {@code stride} video frames that end with {@code stride·k}.
 *
 * @param videoFrames number of video frames
 * @param stride video frames for each latent frame behind the first; 4 in Ovi
 */
public record FrameMapping(int videoFrames, int stride) {

    /** @throws IllegalArgumentException if a number is below 1 */
    public FrameMapping {
        if (videoFrames < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "no frame mapping with " + videoFrames + " video frames and stride " + stride);
        }
    }

    /** Number of latent frames. */
    public int latentFrames() {
        return latentFrame(videoFrames - 1) + 1;
    }

    /**
     * The latent frame that a video frame belongs to.
     *
     * @throws IndexOutOfBoundsException if there is no such video frame
     */
    public int latentFrame(int videoFrame) {
        if (videoFrame < 0 || videoFrame >= videoFrames) {
            throw new IndexOutOfBoundsException(
                    "video frame " + videoFrame + " does not exist; there are 0 to " + (videoFrames - 1));
        }
        return Math.ceilDiv(videoFrame, stride);
    }

    /** The first video frame of a latent frame. */
    public int firstVideoFrame(int latentFrame) {
        return latentFrame == 0 ? 0 : stride * (latentFrame - 1) + 1;
    }

    /** The last video frame of a latent frame. */
    public int lastVideoFrame(int latentFrame) {
        return Math.min(stride * latentFrame, videoFrames - 1);
    }
}
