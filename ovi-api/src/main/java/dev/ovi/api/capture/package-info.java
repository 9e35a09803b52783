/**
 * What a sink asks for before a run, and what it is given while the run goes on.
 */
@NullMarked
package dev.ovi.api.capture;

import org.jspecify.annotations.NullMarked;
