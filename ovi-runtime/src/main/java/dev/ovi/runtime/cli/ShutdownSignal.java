package dev.ovi.runtime.cli;

import dev.ovi.runtime.generate.Interruption;
import java.util.concurrent.CountDownLatch;

/**
 * Turns Ctrl-C into a wish to stop, and holds the process until the work has written what was finished. A second Ctrl-C
 * changes nothing; {@code kill -9} ends it at once, and leaves no half-written file under a final name.
 */
final class ShutdownSignal implements AutoCloseable {
    private final Interruption interruption = new Interruption();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("shutdown").unstarted(this::stop);

    private ShutdownSignal() {}

    static ShutdownSignal listen() {
        var signal = new ShutdownSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    Interruption interruption() {
        return interruption;
    }

    private void stop() {
        interruption.request();
        try {
            finished.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook has begun, or is about to, and waits for nothing any more
        }
    }
}
