/**
 * The command line: one class a command, each turning options into calls of {@code Ovi} and results into text or JSON.
 * Only here is anything printed to standard output; nothing here computes.
 */
@NullMarked
package dev.ovi.runtime.cli;

import org.jspecify.annotations.NullMarked;
