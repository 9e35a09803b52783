package dev.ovi.runtime.cli;

import dev.ovi.runtime.media.WrittenFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command made and what went wrong, in the one shape that {@code --json} has for it: the README's. */
final class CommandResult {
    private final List<WrittenFile> files = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    void add(WrittenFile file) {
        files.add(file);
    }

    void addProblem(String message) {
        problems.add(message);
    }

    /** {@code files} and {@code problems}, each in the order in which they came. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("files", files.stream().map(CommandResult::toMap).toList());
        map.put("problems", List.copyOf(problems));
        return map;
    }

    private static Map<String, @Nullable Object> toMap(WrittenFile written) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("file", written.file().toString());
        map.put("bytes", written.bytes());
        map.put("note", written.note().orElse(null));
        return map;
    }
}
