package dev.ovi.runtime.config;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.Granularity;
import java.util.List;

/**
 * Which attention is captured.
 *
 * @param enabled whether any is
 * @param kinds which sequences' attention; without repetition
 * @param branches in which passes of classifier-free guidance; without repetition
 * @param granularity how finely within a step
 * @param layers in which layers
 * @param tokens of which tokens, as the user chose them: words, phrases, indices, spans, {@code all}, {@code content}
 * @param patches of which video patches, for video self-attention
 * @param maxMemory what the captured maps may hold
 */
public record CaptureSettings(
        boolean enabled,
        List<AttentionKind> kinds,
        List<Branch> branches,
        Granularity granularity,
        IndexSet layers,
        List<String> tokens,
        List<Patch> patches,
        ByteSize maxMemory) {

    /** With copies of the lists. */
    public CaptureSettings {
        kinds = kinds.stream().distinct().toList();
        branches = branches.stream().distinct().toList();
        tokens = List.copyOf(tokens);
        patches = List.copyOf(patches);
    }

    static CaptureSettings of(Values values) {
        return new CaptureSettings(
                values.get(Schema.CAPTURE_ENABLED),
                values.get(Schema.CAPTURE_KINDS),
                values.get(Schema.CAPTURE_BRANCHES),
                values.get(Schema.CAPTURE_GRANULARITY),
                values.get(Schema.CAPTURE_LAYERS),
                values.get(Schema.CAPTURE_TOKENS),
                values.get(Schema.CAPTURE_PATCHES),
                values.get(Schema.CAPTURE_MAX_MEMORY));
    }
}
