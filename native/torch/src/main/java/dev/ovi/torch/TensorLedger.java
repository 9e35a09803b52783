package dev.ovi.torch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Counts the tensors that are open, and on request remembers where each was made, so that a test can end with none and
 * name the line that forgot one.
 */
public final class TensorLedger {
    private final AtomicLong live = new AtomicLong();
    private final Map<Tensor, Throwable> origins = new ConcurrentHashMap<>();
    private volatile boolean tracking;

    TensorLedger() {}

    /** The number of open tensors in this process. */
    public long liveTensors() {
        return live.get();
    }

    /**
     * Switches the memory of origins on or off. It costs a stack walk for each tensor. Tensors made before are not
     * reported.
     */
    public void track(boolean on) {
        tracking = on;
        origins.clear();
    }

    /** Where each open tensor was made that was made since tracking began; empty if none is open. */
    public String report() {
        return origins.entrySet().stream()
                .map(entry -> entry.getKey() + " made at\n" + frames(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String frames(Throwable origin) {
        StringBuilder lines = new StringBuilder();
        int shown = 0;
        for (StackTraceElement frame : origin.getStackTrace()) {
            if (!frame.getClassName().startsWith("dev.ovi.torch.")
                    || frame.getClassName().endsWith("Test")) {
                lines.append("    ").append(frame).append('\n');
                if (++shown == 6) {
                    break;
                }
            }
        }
        return lines.toString();
    }

    void opened(Tensor tensor) {
        live.incrementAndGet();
        if (tracking) {
            origins.put(tensor, new Throwable());
        }
    }

    void closed(Tensor tensor) {
        live.decrementAndGet();
        if (tracking) {
            origins.remove(tensor);
        }
    }
}
