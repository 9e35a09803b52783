/**
 * The contract kit: what every backend, sink and visualizer must do, as tests that a third party extends and runs against
 * its own. Published as the test-jar of {@code ovi-api}; needs JUnit Jupiter and AssertJ.
 */
@NullMarked
package dev.ovi.api.contract;

import org.jspecify.annotations.NullMarked;
