package dev.ovi.runtime.config;

import java.nio.file.Path;

/** Where a value comes from. */
public sealed interface Origin {

    /** As a user reads it in a message or a comment: {@code my.yaml:3:1}, {@code --seed}, {@code default}. */
    String describe();

    /** The value that a setting has where nobody says anything. */
    record BuiltIn() implements Origin {
        @Override
        public String describe() {
            return "default";
        }
    }

    /**
     * A place in the configuration that belongs to the embedded example checkpoint.
     *
     * @param name the file's name
     * @param line from 1
     * @param column from 1
     */
    record Packaged(String name, int line, int column) implements Origin {
        @Override
        public String describe() {
            return "packaged " + name + ":" + line + ":" + column;
        }
    }

    /**
     * A place in a file given by {@code --config}.
     *
     * @param file the path as the user wrote it
     * @param line from 1
     * @param column from 1
     */
    record ConfigFile(Path file, int line, int column) implements Origin {
        @Override
        public String describe() {
            return file + ":" + line + ":" + column;
        }
    }

    /**
     * A {@code --set} option.
     *
     * @param argument what followed it, {@code key=value}
     */
    record SetOption(String argument) implements Origin {
        @Override
        public String describe() {
            return "--set " + Quotation.shorten(argument);
        }
    }

    /**
     * An option of the command line with a name of its own.
     *
     * @param option for instance {@code --seed}
     */
    record CommandLine(String option) implements Origin {
        @Override
        public String describe() {
            return option;
        }
    }

    /**
     * A key that stands for another one, such as the visualization guide's {@code use_flash_attention}.
     *
     * @param key the key that was written
     * @param source where it was written
     */
    record Through(String key, Origin source) implements Origin {
        @Override
        public String describe() {
            return source.describe() + " (" + key + ")";
        }
    }
}
