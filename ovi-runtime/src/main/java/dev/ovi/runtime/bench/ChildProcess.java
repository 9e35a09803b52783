package dev.ovi.runtime.bench;

import dev.ovi.runtime.base.OviException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Another program, run to its end. */
final class ChildProcess {
    private ChildProcess() {}

    /**
     * Runs a program.
     *
     * @param missing says what to do where there is no such program
     * @return what it wrote to standard output
     * @throws OviException if there is none, or it fails; the message has the last line of what it wrote to standard error
     */
    static String run(List<String> command, String missing) {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new OviException(missing, e);
        }
        try {
            process.getOutputStream().close();
            CompletableFuture<String> errors =
                    CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), Thread::startVirtualThread);
            String output = text(process.getInputStream());
            if (process.waitFor() != 0) {
                List<String> lines = errors.join().strip().lines().toList();
                throw new OviException(String.join(" ", command) + " failed"
                        + (lines.isEmpty() ? " with exit code " + process.exitValue() : ": " + lines.getLast()));
            }
            return output;
        } catch (IOException e) {
            throw new OviException("cannot talk to " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OviException(command.getFirst() + " was interrupted", e);
        } finally {
            process.destroy();
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // the process has gone; its exit code says the rest
        }
    }
}
