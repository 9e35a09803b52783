package dev.ovi.runtime.plugin;

import dev.ovi.runtime.base.BuildVersion;
import org.pf4j.VersionManager;

/**
 * The version of {@code dev.ovi.api} that this host brings.
 *
 * @param number major, minor and patch, without a qualifier: a snapshot counts as the release it will become
 */
record ApiVersion(String number) {

    /** The version that the build gave to all modules. */
    static ApiVersion ofThisBuild() {
        return new ApiVersion(BuildVersion.current().replaceFirst("-.*", ""));
    }

    /**
     * Whether a plugin works with this version.
     *
     * @param range a range of semantic versions; a bare version means that one or a newer one
     * @throws RuntimeException if the range cannot be read
     */
    boolean satisfies(String range, VersionManager versions) {
        String constraint = range.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + range : range;
        return versions.checkVersionConstraint(number, constraint);
    }
}
