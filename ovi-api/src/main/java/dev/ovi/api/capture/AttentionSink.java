package dev.ovi.api.capture;

import dev.ovi.api.Plugin;
import java.io.IOException;

/**
 * Receives attention maps while a video is being made.
 *
 * <p>A provider is a public class with a public constructor without parameters, named in
 * {@code META-INF/services/dev.ovi.api.capture.AttentionSink}. The host makes a new instance for each run and calls, from
 * one thread at a time: {@link #configure}, {@link #plan}, {@link #open}, {@link #accept} for each map, {@link #finish}, {@link #close}. A
 * sink that throws is reported once, closed and dropped; the run and the other sinks go on.
 */
public interface AttentionSink extends Plugin, AutoCloseable {

    /** What this sink wants to see. Must not have side effects: the run may yet be refused for want of memory. */
    CapturePlan plan(RunInfo run);

    /** Bytes that this sink will keep in memory, for the budget check. */
    long memoryBytes(RunInfo run);

    /** Bytes that this sink will write to disk, a record that the host saves for it included; for the budget check. */
    default long diskBytes(RunInfo run) {
        return 0;
    }

    /**
     * The run starts.
     *
     * @param run the same run as in {@link #plan}
     * @param output where files go
     * @throws IOException if a file cannot be made
     */
    void open(RunInfo run, SinkOutput output) throws IOException;

    /**
     * Receives maps that the plan asked for: step by step; within a step by kind and branch in the plan's order, then
     * by layer and head, ascending.
     *
     * @param key what the map belongs to
     * @param map the values; valid only during this call
     * @throws IOException if a file cannot be written
     */
    void accept(MapKey key, AttentionMap map) throws IOException;

    /**
     * The run is over, or was stopped.
     *
     * @param completedSteps how many steps were finished; what was received of a later one is to be left out
     * @return a record, files, or both; marked partial when steps are missing
     * @throws IOException if a file cannot be written
     */
    SinkResult finish(int completedSteps) throws IOException;

    /** Frees what the sink holds, and removes files that are not whole. Called in any case, at last. */
    @Override
    default void close() {}
}
