package dev.ovi.runtime.config;

import java.util.Locale;
import java.util.Optional;

/** The format of a file of prompts that {@code text_prompt} names in place of a prompt. */
public enum PromptTable {
    /** Columns between commas. */
    CSV(".csv"),
    /** Columns between tabs. */
    TSV(".tsv");

    private final String ending;

    PromptTable(String ending) {
        this.ending = ending;
    }

    /** The format of the file that the text names: one line that ends as a table's name does; empty for a prompt. */
    public static Optional<PromptTable> namedBy(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        for (PromptTable table : values()) {
            if (name.endsWith(table.ending) && !name.contains("\n")) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }
}
