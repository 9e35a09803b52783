/**
 * Files of {@code torch.save}: a zip archive, and a pickle that is read by a machine which knows tensors and plain data and can
 * run nothing. Knows nothing of what tensors are for.
 */
@NullMarked
package dev.ovi.runtime.pytorch;

import org.jspecify.annotations.NullMarked;
