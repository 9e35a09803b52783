package dev.ovi.api.attention;

import java.util.Locale;

/**
 * Which sequence informs which: {@code TEXT_TO_VIDEO} is text that flows into the video, so its queries are video
 * patches and its keys are tokens.
 *
 * <p>A map always lies over one sequence, its {@linkplain #mapped() mapped} side, and belongs to one position of the
 * other, its {@linkplain #position() position} side.
 */
public enum AttentionKind {
    /** Video patches attend to tokens: for each token, a map over the video. */
    TEXT_TO_VIDEO(Sequence.VIDEO, Sequence.TEXT, CaptureAxis.KEYS),
    /** Audio positions attend to tokens: for each token, a map over the audio. */
    TEXT_TO_AUDIO(Sequence.AUDIO, Sequence.TEXT, CaptureAxis.KEYS),
    /** Video patches attend to audio positions: for each audio position, a map over the video. */
    AUDIO_TO_VIDEO(Sequence.VIDEO, Sequence.AUDIO, CaptureAxis.KEYS),
    /** Audio positions attend to video patches: for each audio position, a map over the video. */
    VIDEO_TO_AUDIO(Sequence.AUDIO, Sequence.VIDEO, CaptureAxis.QUERIES),
    /** Video patches attend to one another: for each chosen patch, a map over what it looks at. */
    VIDEO_SELF(Sequence.VIDEO, Sequence.VIDEO, CaptureAxis.QUERIES),
    /** Audio positions attend to one another: for each chosen position, a map over what it listens to. */
    AUDIO_SELF(Sequence.AUDIO, Sequence.AUDIO, CaptureAxis.QUERIES);

    private final Sequence query;
    private final Sequence key;
    private final CaptureAxis axis;

    AttentionKind(Sequence query, Sequence key, CaptureAxis axis) {
        this.query = query;
        this.key = key;
        this.axis = axis;
    }

    /** The sequence that asks. */
    public Sequence query() {
        return query;
    }

    /** The sequence that is looked at. */
    public Sequence key() {
        return key;
    }

    /** Whether a map's position is a key or a query. */
    public CaptureAxis axis() {
        return axis;
    }

    /** The sequence whose positions maps are named by. */
    public Sequence position() {
        return axis == CaptureAxis.KEYS ? key : query;
    }

    /** The sequence that maps lie over. */
    public Sequence mapped() {
        return axis == CaptureAxis.KEYS ? query : key;
    }

    /** The name in files and configuration, for instance {@code text_to_video}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
