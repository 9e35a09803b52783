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

    /**
     * Where a video frame lies among the latent frames, for interpolation between their maps. A latent frame's map belongs
     * to the middle of the video frames that it stands for; in front of the first middle and behind the last nothing is
     * extrapolated.
     *
     * @return from 0 to {@code latentFrames() − 1}
     * @throws IndexOutOfBoundsException if there is no such video frame
     */
    public double latentPosition(int videoFrame) {
        int own = latentFrame(videoFrame);
        int before = videoFrame < middle(own) ? Math.max(own - 1, 0) : own;
        int after = Math.min(before + 1, latentFrames() - 1);
        double distance = middle(after) - middle(before);
        return distance == 0 ? before : before + Math.clamp((videoFrame - middle(before)) / distance, 0.0, 1.0);
    }

    private double middle(int latentFrame) {
        return (firstVideoFrame(latentFrame) + lastVideoFrame(latentFrame)) / 2.0;
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
