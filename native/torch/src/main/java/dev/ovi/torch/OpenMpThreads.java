package dev.ovi.torch;

import dev.ovi.torch.generated.LibTorchAbi;

/**
 * How many threads OpenMP gives to the operators of one Java thread. OpenMP keeps that number for each thread that starts
 * parallel work, so this is the only place that sets it. Used by its own thread only.
 */
final class OpenMpThreads {
    private int inForce;
    private int ofThread;

    /** @param ofThread the number to begin with */
    OpenMpThreads(int ofThread) {
        this.ofThread = ofThread;
    }

    /** Lets the next operators of this thread use as many as it has. */
    void enforce() {
        if (inForce != ofThread) {
            LibTorchAbi.omp_set_num_threads(ofThread);
            inForce = ofThread;
        }
    }

    /** The number for this thread's operators. */
    int ofThread() {
        return ofThread;
    }

    void setOfThread(int threads) {
        ofThread = threads;
    }
}
