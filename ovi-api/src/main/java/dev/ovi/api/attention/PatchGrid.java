package dev.ovi.api.attention;

/**
 * The grid of patches that a latent is cut into. Position {@code (f·height + y)·width + x} of a sequence is the patch
 * in latent frame {@code f}, row {@code y}, column {@code x}.
 *
 * @param frames latent frames; for audio its positions in time
 * @param height rows of patches; 1 for audio
 * @param width columns of patches; 1 for audio
 */
public record PatchGrid(int frames, int height, int width) {

    /** @throws IllegalArgumentException if a size is below 1 */
    public PatchGrid {
        if (frames < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("a patch grid of " + frames + "×" + height + "×" + width + " is empty");
        }
    }

    /** The grid of an audio latent. */
    public static PatchGrid audio(int positions) {
        return new PatchGrid(positions, 1, 1);
    }

    /** Patches in the whole grid: the length of the sequence. */
    public int size() {
        return Math.multiplyExact(Math.multiplyExact(frames, height), width);
    }

    /** Patches in one latent frame. */
    public int frameSize() {
        return height * width;
    }

    /** Written {@code F×H×W}. */
    @Override
    public String toString() {
        return frames + "×" + height + "×" + width;
    }
}
