package dev.ovi.runtime.bench;

/**
 * What one process took to make one video.
 *
 * @param seconds from its start to its end
 * @param stepSeconds of these, the diffusion steps
 * @param peakBytes the most memory that was resident at once; 0 where the system does not tell
 * @param program what ran
 */
public record ProcessCost(double seconds, double stepSeconds, long peakBytes, String program) {}
