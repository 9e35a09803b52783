package dev.ovi.runtime.model.fusion;

import dev.ovi.api.attention.AttentionKind;

/** The two backbones, and what their attention is called. */
enum Modality {
    VIDEO(AttentionKind.VIDEO_SELF, AttentionKind.TEXT_TO_VIDEO, AttentionKind.AUDIO_TO_VIDEO),
    AUDIO(AttentionKind.AUDIO_SELF, AttentionKind.TEXT_TO_AUDIO, AttentionKind.VIDEO_TO_AUDIO);

    private final AttentionKind self;
    private final AttentionKind text;
    private final AttentionKind fusion;

    Modality(AttentionKind self, AttentionKind text, AttentionKind fusion) {
        this.self = self;
        this.text = text;
        this.fusion = fusion;
    }

    AttentionKind self() {
        return self;
    }

    AttentionKind text() {
        return text;
    }

    /** Attention to the other modality. */
    AttentionKind fusion() {
        return fusion;
    }
}
