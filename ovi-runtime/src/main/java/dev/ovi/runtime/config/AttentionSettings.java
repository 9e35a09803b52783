package dev.ovi.runtime.config;

import dev.ovi.api.attention.AttentionKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How attention is computed, captured and edited.
 *
 * @param backend the id of a backend, or {@code auto}
 * @param backends another backend's id for some kinds of attention
 * @param sinks ids of the sinks that get the captured maps
 * @param capture what is captured
 * @param edits what is changed, in order
 */
public record AttentionSettings(
        String backend,
        Map<AttentionKind, String> backends,
        List<String> sinks,
        CaptureSettings capture,
        List<AttentionEdit> edits) {

    /** With copies of map and lists. */
    public AttentionSettings {
        backends = Map.copyOf(backends);
        sinks = List.copyOf(sinks);
        edits = List.copyOf(edits);
    }

    /** The backend's id for one kind of attention, or {@code auto}. */
    public String backend(AttentionKind kind) {
        return backends.getOrDefault(kind, backend);
    }

    static AttentionSettings of(Values values) {
        Map<AttentionKind, String> backends = new EnumMap<>(AttentionKind.class);
        Schema.ATTENTION_BACKENDS.forEach(
                (kind, setting) -> values.find(setting).ifPresent(id -> backends.put(kind, id)));
        return new AttentionSettings(
                values.get(Schema.ATTENTION_BACKEND),
                backends,
                values.get(Schema.ATTENTION_SINKS),
                CaptureSettings.of(values),
                values.get(Schema.ATTENTION_EDITS));
    }
}
