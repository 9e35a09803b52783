package dev.ovi.api.attention;

/** Which side of the attention matrix chosen positions lie on. */
public enum CaptureAxis {
    /** Columns: the probability that every query gives to a chosen key. */
    KEYS,
    /** Rows: the probabilities that a chosen query gives to every key. */
    QUERIES
}
