package dev.ovi.runtime.config;

/** What a video is made from. */
public enum Mode {
    /** From a prompt. */
    TEXT_TO_VIDEO("t2v"),
    /** From a prompt and a first frame. */
    IMAGE_TO_VIDEO("i2v"),
    /** From a prompt, by way of a generated first frame. */
    TEXT_TO_IMAGE_TO_VIDEO("t2i2v");

    private final String id;

    Mode(String id) {
        this.id = id;
    }

    /** The name in upstream's configuration, for instance {@code t2v}. */
    public String id() {
        return id;
    }
}
