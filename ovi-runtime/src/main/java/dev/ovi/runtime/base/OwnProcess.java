package dev.ovi.runtime.base;

/**
 * Whether this process is there for Ovi alone. Then what libraries share with everything else in a process is ours to
 * choose: FFmpeg's log is silent, and Java2D knows no font but ours, which starts faster. Somebody who embeds Ovi keeps
 * both.
 */
public final class OwnProcess {
    private static final String PROPERTY = "ovi.process";
    private static final String OWN = "own";

    private OwnProcess() {}

    /** Says that it is, before anything is read, written or drawn; the command line does. */
    public static void declare() {
        System.setProperty(PROPERTY, OWN);
    }

    /** Whether somebody said so, here or by {@code -Dovi.process=own}. */
    public static boolean isDeclared() {
        return OWN.equals(System.getProperty(PROPERTY));
    }
}
