package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.ByteCount;
import dev.ovi.runtime.base.ProcessMemory;
import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a stage is: a bar with the time left and the memory in use on a terminal, a few lines anywhere else. May be
 * used from any thread: a sink that fails tells of it while the run moves the bar.
 */
final class ProgressLine {
    private static final int UPDATE_MILLIS = 200;

    private final PrintWriter err;
    private final @Nullable PrintStream terminal;
    private @Nullable ProgressBar bar;
    private @Nullable String name;
    private int lastTenth;

    /** With a bar if the process has a terminal. */
    ProgressLine(PrintWriter err) {
        this(
                err,
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .map(_ -> System.err)
                        .orElse(null));
    }

    /**
     * @param err where lines go
     * @param terminal where the bar is drawn, or null for lines alone
     */
    ProgressLine(PrintWriter err, @Nullable PrintStream terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    synchronized void begin(String stage) {
        name = stage;
        lastTenth = 0;
        if (terminal == null) {
            above(stage);
        }
    }

    synchronized void update(int done, int of) {
        if (terminal == null) {
            int tenth = 10 * done / of;
            if (tenth > lastTenth) {
                lastTenth = tenth;
                above(String.format(Locale.ROOT, "%s %d/%d", name, done, of));
            }
            return;
        }
        if (bar == null) {
            bar = new ProgressBarBuilder()
                    .setTaskName(String.valueOf(name))
                    .setInitialMax(of)
                    .setUpdateIntervalMillis(UPDATE_MILLIS)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setConsumer(new ConsoleProgressBarConsumer(terminal))
                    .build();
        }
        bar.stepTo(done);
        OptionalLong memory = ProcessMemory.resident();
        bar.setExtraMessage(memory.isPresent() ? ByteCount.text(memory.getAsLong()) : "");
    }

    /** Prints a line without tearing the bar apart. */
    synchronized void above(String line) {
        pause();
        err.println(line);
        err.flush();
    }

    /** Ends the line that the bar is on, so that something else can be printed; the next update begins another. */
    synchronized void pause() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
