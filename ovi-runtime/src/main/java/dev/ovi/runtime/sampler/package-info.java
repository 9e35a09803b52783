/**
 * Solvers of the flow's ordinary differential equation: noise schedules, and the samplers UniPC, DPM++ and Euler.
 * Coefficients are plain double arithmetic, states are tensors. Nothing here knows about models, prompts or guidance.
 */
@NullMarked
package dev.ovi.runtime.sampler;

import org.jspecify.annotations.NullMarked;
