/**
 * From a record to pictures: every visualizer that was chosen, with its options, over one run or several. Needs neither the
 * model nor what made the record.
 */
@NullMarked
package dev.ovi.runtime.render;

import org.jspecify.annotations.NullMarked;
