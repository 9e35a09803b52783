package dev.ovi.runtime.capture;

import dev.ovi.api.attention.AttentionKind;

/** What backends need to show what they attend to, beyond what they need anyway. */
@FunctionalInterface
public interface CaptureWorkspace {

    /** What a call of a kind takes in addition where so many positions are captured; nothing is 0 bytes. */
    CaptureBudget.Share of(AttentionKind kind, int positions);
}
