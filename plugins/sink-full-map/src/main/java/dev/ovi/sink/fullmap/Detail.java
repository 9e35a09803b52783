package dev.ovi.sink.fullmap;

import dev.ovi.api.capture.Granularity;

/** How much of a layer's attention is kept. */
enum Detail {
    /** Each head, unless the user asked for layers of all captures. */
    AUTO,
    /** The mean over heads. */
    LAYER,
    /** Each head. */
    HEAD;

    /** @param requested what {@code attention.capture.granularity} says */
    Granularity granularity(Granularity requested) {
        return switch (this) {
            case AUTO -> requested == Granularity.LAYER ? Granularity.LAYER : Granularity.HEAD;
            case LAYER -> Granularity.LAYER;
            case HEAD -> Granularity.HEAD;
        };
    }
}
