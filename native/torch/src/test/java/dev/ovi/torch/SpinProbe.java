package dev.ovi.torch;

/** Loads libtorch in a process of its own, after it shortened the spin of OpenMP's threads if there is an argument. */
final class SpinProbe {
    private SpinProbe() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            OpenMpWaiting.shorten();
        }
        LibTorch.load();
    }
}
