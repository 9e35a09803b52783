package dev.ovi.runtime;

import dev.ovi.runtime.generate.Interruption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** The one thread that a model's tensors belong to. Any thread may give it work and waits for the result. */
final class ModelThread implements AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("ovi model").factory());
    private final Thread thread = await(executor.submit(Thread::currentThread), new Interruption());

    /**
     * Runs work and waits for it. A caller that is interrupted meanwhile asks the work to stop, and waits on. Work that gives
     * work runs it at once.
     *
     * @throws RuntimeException what the work throws
     * @throws IllegalStateException if the thread was closed
     */
    <R> R run(Interruption interruption, Supplier<R> work) {
        if (!isOpen()) {
            throw new IllegalStateException("this Ovi is closed");
        }
        if (Thread.currentThread() == thread) {
            return work.get();
        }
        return await(executor.submit(work::get), interruption);
    }

    private static <R> R await(Future<R> running, Interruption interruption) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return running.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    interruption.request();
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether it takes work. */
    boolean isOpen() {
        return !executor.isShutdown();
    }

    /** @throws IllegalStateException if the calling thread is this one */
    void requireOther() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException(
                    "a video is being made on this thread; call when that is done, or on another thread");
        }
    }

    /** Ends the thread, after the work that it has. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
