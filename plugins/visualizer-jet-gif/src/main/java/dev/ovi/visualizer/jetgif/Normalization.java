package dev.ovi.visualizer.jetgif;

/** What the ends of the colour map stand for. */
enum Normalization {
    /** The smallest and largest value of each picture. */
    STEP("own scale each picture"),
    /** The smallest and largest value of the whole animation. */
    RUN("one scale for all pictures"),
    /** The 1st and 99th percentile of the whole animation. */
    PERCENTILE("one scale, 1st to 99th percentile");

    private final String text;

    Normalization(String text) {
        this.text = text;
    }

    /** For the legend. */
    String text() {
        return text;
    }
}
