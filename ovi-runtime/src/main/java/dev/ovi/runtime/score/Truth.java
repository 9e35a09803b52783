package dev.ovi.runtime.score;

import dev.ovi.runtime.base.UsageException;
import java.nio.file.Path;
import java.util.List;

/** What words' maps are held against. */
public sealed interface Truth {

    /**
     * A mask that somebody drew.
     *
     * @param file a picture for all video frames, or a video or a folder of pictures with one for each
     */
    record Mask(Path file) implements Truth {}

    /**
     * Objects that are found in the run's video by their colour; every word is held against each of them.
     *
     * @param colors of the objects
     */
    record Colors(List<ObjectColor> colors) implements Truth {}

    /** The object that the prompt means: a colour word's own, and for other words that of the colour before them. */
    record OwnColors() implements Truth {}

    /**
     * Reads what the user wrote: {@code auto}, or names of colours and {@code #rrggbb}.
     *
     * @throws UsageException for an unknown colour, with the nearest names
     */
    static Truth ofColors(List<String> names) {
        if (names.size() == 1 && names.getFirst().strip().equalsIgnoreCase("auto")) {
            return new OwnColors();
        }
        return new Colors(names.stream().map(ObjectColor::parse).distinct().toList());
    }
}
