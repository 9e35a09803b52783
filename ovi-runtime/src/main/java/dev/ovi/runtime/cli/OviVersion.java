package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.BuildVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class OviVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    static String text() {
        return "ovi " + BuildVersion.current();
    }
}
