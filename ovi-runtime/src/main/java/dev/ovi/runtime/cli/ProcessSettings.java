package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.OwnProcess;
import dev.ovi.torch.NativeHeap;
import dev.ovi.torch.OpenMpWaiting;

/**
 * What Ovi's own process sets for all of itself. {@link Main} does it, before anything else and nowhere else: the library
 * changes nothing of a process, so that whoever embeds it keeps their own, and sets of this what they want.
 *
 * <p>The launcher {@code ovi} does what only the start of a JVM can: a UTF-8 locale, because the names of files hold word
 * pieces; {@code --enable-native-access}, without which the JVM warns; the garbage collector, the compiler and the AOT
 * cache; and {@code ovi.home}, where the installation is. An embedder needs the first two as well.
 *
 * <p>A property that is given already stays as it is, so that {@code OVI_JAVA_OPTS} has the last word.
 */
final class ProcessSettings {
    private ProcessSettings() {}

    static void apply() {
        // Pictures are drawn into memory; a display may be missing, and opening one takes time.
        setUnlessGiven("java.awt.headless", "true");
        OwnProcess.declare();
        OpenMpWaiting.shorten();
        NativeHeap.keepFreedMemory();
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
