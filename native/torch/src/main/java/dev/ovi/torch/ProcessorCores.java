package dev.ovi.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/** How many cores this process may use: two threads of one core share the units that do the arithmetic. */
final class ProcessorCores {
    private ProcessorCores() {}

    /** Physical cores within the process's affinity and quota; at least 1. */
    static int physical() {
        return physical(
                Path.of("/proc/self/status"),
                Path.of("/sys/devices/system/cpu"),
                Runtime.getRuntime().availableProcessors());
    }

    static int physical(Path status, Path cpus, int availableProcessors) {
        try {
            String allowed = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
            Set<String> cores = new HashSet<>();
            for (int cpu : range(allowed).stream().toArray()) {
                cores.add(Files.readString(cpus.resolve("cpu" + cpu + "/topology/thread_siblings_list"))
                        .strip());
            }
            return cores.isEmpty() ? availableProcessors : Math.clamp(cores.size(), 1, availableProcessors);
        } catch (IOException | NumberFormatException notTold) {
            return availableProcessors;
        }
    }

    /** Reads the kernel's lists: {@code 0-3,8,10-11}. */
    private static BitSet range(String list) {
        BitSet members = new BitSet();
        for (String part : list.split(",", -1)) {
            if (!part.isBlank()) {
                int dash = part.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
                members.set(first, last + 1);
            }
        }
        return members;
    }
}
