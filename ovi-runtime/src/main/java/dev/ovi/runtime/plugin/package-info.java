/**
 * Finds plugins, loads each jar in a class loader of its own, and calls into them so that one that fails takes nothing
 * else with it. PF4J stays inside: no other package sees a type of it. Knows nothing of what plugins are used for.
 */
@NullMarked
package dev.ovi.runtime.plugin;

import org.jspecify.annotations.NullMarked;
