package dev.ovi.runtime.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write must be what others read, and the other way round. */
class SafetensorsInteroperabilityTest {
    /** Reads a file by the format's description alone, and prints a line a tensor. */
    private static final String READER = """
            import json, struct, sys
            raw = open(sys.argv[1], 'rb').read()
            (length,) = struct.unpack('<Q', raw[:8])
            assert length % 8 == 0
            header = json.loads(raw[8:8 + length].decode('utf-8'))
            print(json.dumps(header.pop('__metadata__', {}), sort_keys=True))
            codes = {'F32': 'f', 'F64': 'd', 'I64': 'q', 'U8': 'B', 'F16': 'e', 'I32': 'i'}
            for name, entry in sorted(header.items()):
                begin, end = entry['data_offsets']
                body = raw[8 + length + begin:8 + length + end]
                code = codes[entry['dtype']]
                values = struct.unpack('<%d%s' % (len(body) // struct.calcsize(code), code), body)
                print(name, entry['dtype'], entry['shape'], list(values))
            """;

    private static final String OFFICIAL_WRITER = """
            import sys
            try:
                import numpy, safetensors.numpy
            except ImportError:
                sys.exit(3)
            tensors = {
                'b.weight': numpy.arange(6, dtype=numpy.float32).reshape(2, 3),
                'a.bytes': numpy.array([1, 2, 3], dtype=numpy.uint8),
                'c.ids': numpy.array([-1, 2], dtype=numpy.int64),
                'a.half': numpy.array([0.5, 1.5], dtype=numpy.float16),
                'a.weight': numpy.array([2.25], dtype=numpy.float32),
            }
            safetensors.numpy.save_file(tensors, sys.argv[1], metadata={'axes': 'row, column \\u00e4"'})
            """;

    @TempDir
    private Path directory;

    private Path write() {
        Path file = directory.resolve("ours.safetensors");
        SafetensorsWriter.to(file)
                .metadata("axes", "row, column \u00e4\"")
                .tensor("a.bytes", TensorView.contiguous(MemorySegment.ofArray(new byte[] {1, 2, 3}), DType.UINT8, 3))
                .tensor("a.weight", TensorView.contiguous(MemorySegment.ofArray(new float[] {2.25f}), DType.FLOAT32, 1))
                .tensor(
                        "a.half",
                        TensorView.contiguous(
                                MemorySegment.ofArray(
                                        new short[] {Float.floatToFloat16(0.5f), Float.floatToFloat16(1.5f)}),
                                DType.FLOAT16,
                                2))
                .tensor(
                        "b.weight",
                        TensorView.contiguous(
                                MemorySegment.ofArray(new float[] {0, 1, 2, 3, 4, 5}), DType.FLOAT32, 2, 3))
                .tensor("c.ids", TensorView.contiguous(MemorySegment.ofArray(new long[] {-1, 2}), DType.INT64, 2))
                .write();
        return file;
    }

    @Test
    void aReaderMadeFromTheDescriptionAloneReadsWhatWeWrite() throws Exception {
        Result result = python(READER, write());
        assertThat(result.output).isEqualTo("""
                        {"axes": "row, column \\u00e4\\""}
                        a.bytes U8 [3] [1, 2, 3]
                        a.half F16 [2] [0.5, 1.5]
                        a.weight F32 [1] [2.25]
                        b.weight F32 [2, 3] [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
                        c.ids I64 [2] [-1, 2]
                        """);
    }

    @Test
    void aReaderMadeFromTheDescriptionAloneReadsAGrownFile() throws Exception {
        Path file = directory.resolve("grown.safetensors");
        try (var growing = GrowingSafetensorsWriter.create(file, "maps", DType.FLOAT32, 2)) {
            growing.append(MemorySegment.ofArray(new float[] {1, 2}));
            growing.append(MemorySegment.ofArray(new float[] {3, 4, 5, 6}));
            growing.tensor("ids", TensorView.contiguous(MemorySegment.ofArray(new long[] {7}), DType.INT64, 1));
            growing.commit();
        }
        assertThat(python(READER, file).output)
                .isEqualTo("{}\nids I64 [1] [7]\nmaps F32 [3, 2] [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]\n");
    }

    @Test
    void theOfficialLibraryWritesTheSameBytes() throws Exception {
        Path official = directory.resolve("official.safetensors");
        Result result = python(OFFICIAL_WRITER, official);
        assumeTrue(result.exitCode != 3, "skipped: python3 has no safetensors (pip install safetensors numpy)");
        assertThat(result.exitCode).as(result.output).isZero();
        assertThat(write()).hasSameBinaryContentAs(official);
    }

    private record Result(int exitCode, String output) {}

    private static Result python(String script, Path file) throws IOException, InterruptedException {
        String python = System.getProperty("ovi.test.python", "python3");
        assumeTrue(isInstalled(python), "skipped: there is no python3 (apt install python3)");
        Process process = new ProcessBuilder(List.of(python, "-c", script, file.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private static boolean isInstalled(String program) {
        List<Path> candidates = new ArrayList<>(List.of(Path.of(program)));
        for (String folder : System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
            candidates.add(Path.of(folder, program));
        }
        return candidates.stream().anyMatch(Files::isExecutable);
    }
}
