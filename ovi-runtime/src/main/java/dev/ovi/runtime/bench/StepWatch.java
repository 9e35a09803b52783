package dev.ovi.runtime.bench;

import dev.ovi.runtime.generate.RunObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How long each diffusion step of a run takes. */
final class StepWatch implements RunObserver {
    private static final String DENOISING = "denoising";

    private final Consumer<String> warnings;
    private final List<Double> seconds = new ArrayList<>();
    private boolean denoising;
    private long last;

    StepWatch(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /** The time of each step but the first, which also pays for what is done once. */
    List<Double> seconds() {
        return seconds.subList(Math.min(1, seconds.size()), seconds.size());
    }

    @Override
    public void stage(String name) {
        denoising = name.equals(DENOISING);
        last = System.nanoTime();
    }

    @Override
    public void progress(int done, int of) {
        long now = System.nanoTime();
        if (denoising) {
            seconds.add((now - last) / 1e9);
        }
        last = now;
    }

    @Override
    public void warn(String message) {
        warnings.accept(message);
    }
}
