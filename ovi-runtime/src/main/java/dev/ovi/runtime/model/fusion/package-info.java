/**
 * The fusion transformer: a video and an audio backbone whose blocks attend to the text and to each other. Attention
 * itself is somebody else's, behind {@link dev.ovi.runtime.model.fusion.AttentionCaller}; so are sampling and guidance.
 */
@NullMarked
package dev.ovi.runtime.model.fusion;

import org.jspecify.annotations.NullMarked;
