package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.ByteCount;
import dev.ovi.runtime.base.ProcessMemory;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a stage is: a bar with the time left and the memory in use on a terminal, a few lines anywhere else. */
final class ProgressLine {
    private static final int UPDATE_MILLIS = 200;

    private final PrintWriter err;
    private final boolean terminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    private @Nullable ProgressBar bar;
    private @Nullable String name;
    private int lastTenth;

    ProgressLine(PrintWriter err) {
        this.err = err;
    }

    void begin(String stage) {
        name = stage;
        lastTenth = 0;
        if (!terminal) {
            above(stage);
        }
    }

    void update(int done, int of) {
        if (!terminal) {
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
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
        }
        bar.stepTo(done);
        OptionalLong memory = ProcessMemory.resident();
        bar.setExtraMessage(memory.isPresent() ? ByteCount.text(memory.getAsLong()) : "");
    }

    /** Prints a line without tearing the bar apart. */
    void above(String line) {
        pause();
        err.println(line);
        err.flush();
    }

    /** Ends the line that the bar is on, so that something else can be printed. */
    void pause() {
        if (bar != null) {
            end();
        }
    }

    void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
