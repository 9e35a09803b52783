/**
 * What a run leaves behind: attention maps with named axes, the texts they belong to, and the mapping between latent
 * and video frames. Values only; files are the runtime's business.
 */
@NullMarked
package dev.ovi.api.record;

import org.jspecify.annotations.NullMarked;
