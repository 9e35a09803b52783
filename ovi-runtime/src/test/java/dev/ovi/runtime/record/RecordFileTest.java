package dev.ovi.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
    @TempDir
    Path directory;

    private final long seed = new Random().nextLong();
    private final AttentionRecord record = SampleRun.record(new Random(seed));

    @Test
    void aRecordComesBackAsItWas() {
        Path path = directory.resolve("run" + RecordFile.EXTENSION);
        RecordFile.write(path, record);
        AttentionRecord read = RecordFile.open(path).record();
        assertThat(read).usingRecursiveComparison().ignoringFields("series").isEqualTo(record);
        assertThat(read.series()).hasSameSizeAs(record.series());
        for (MapSeries expected : record.series()) {
            MapSeries actual = read.series(expected.kind(), expected.branch());
            assertThat(actual.positions()).isEqualTo(expected.positions());
            assertThat(actual.grid()).isEqualTo(expected.grid());
            assertThat(actual.values().mismatch(expected.values()))
                    .as("seed %d", seed)
                    .isEqualTo(-1);
        }
    }

    @Test
    void aFewLinesOfPythonReadIt() throws IOException, InterruptedException {
        Path path = directory.resolve("run" + RecordFile.EXTENSION);
        RecordFile.write(path, record);
        String program = """
                import json, struct, sys
                data = open(sys.argv[1], 'rb').read()
                size, = struct.unpack('<Q', data[:8])
                header = json.loads(data[8:8 + size])
                meta = header['__metadata__']
                axes = json.loads(meta['series'])['text_to_video.conditional']
                assert axes['axes'] == ['step', 'token', 'frame', 'y', 'x'], axes
                shape = header['text_to_video.conditional']['shape']
                begin = header['text_to_video.conditional']['data_offsets'][0]
                token = axes['positions'].index(json.loads(meta['words'])[1]['tokens'][0])
                index = (((2 * shape[1] + token) * shape[2] + 1) * shape[3] + 3) * shape[4] + 5
                print(repr(struct.unpack_from('<f', data, 8 + size + begin + 4 * index)[0]))
                """;
        Process python;
        try {
            python = new ProcessBuilder("python3", "-c", program, path.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeThat(false)
                    .as("python3 is not installed (Debian package python3)")
                    .isTrue();
            throw e;
        }
        String output = new String(python.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(output).isZero();
        float expected = record.series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL)
                .plane(MapSlice.step(2), TokenGroup.single("circle", 1), 1)
                .at(5, 3);
        assertThat(Double.parseDouble(output.strip())).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void anotherSafetensorsFileIsNotARecord() {
        Path path = directory.resolve("weights.safetensors");
        SafetensorsWriter.to(path).metadata("format", "pt").write();
        assertThatThrownBy(() -> RecordFile.open(path))
                .isInstanceOf(OviException.class)
                .hasMessageContaining("is not an attention record")
                .hasMessageContaining("pt");
    }

    @Test
    void aNewerFormatIsRefusedWithBothVersions() {
        Path path = directory.resolve("future" + RecordFile.EXTENSION);
        SafetensorsWriter writer = SafetensorsWriter.to(path);
        RecordMetadata.write(record).forEach(writer::metadata);
        writer.metadata("format_version", "2").write();
        assertThatThrownBy(() -> RecordFile.open(path))
                .isInstanceOf(OviException.class)
                .hasMessageContaining("format version 2")
                .hasMessageContaining("up to 1");
    }

    @Test
    void metadataThatDoesNotFitTheTensorsIsDamage() {
        Path path = directory.resolve("damaged" + RecordFile.EXTENSION);
        SafetensorsWriter writer = SafetensorsWriter.to(path);
        RecordMetadata.write(record).forEach(writer::metadata);
        writer.write(); // metadata without the maps
        assertThatThrownBy(() -> RecordFile.open(path))
                .isInstanceOf(OviException.class)
                .hasMessageContaining("text_to_video.conditional");

        for (String key : List.of("prompt", "timesteps", "series", "video")) {
            SafetensorsWriter nonsense = SafetensorsWriter.to(path);
            RecordMetadata.write(record).forEach(nonsense::metadata);
            nonsense.metadata(key, "{\"x\":").write();
            assertThatThrownBy(() -> RecordFile.open(path))
                    .as(key)
                    .isInstanceOf(OviException.class)
                    .hasMessageContaining("\"" + key + "\"");
        }
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        Path path = directory.resolve("run" + RecordFile.EXTENSION);
        RecordFile.write(path, record);
        byte[] bytes = Files.readAllBytes(path);
        int length = new Random(seed).nextInt(bytes.length);
        Files.write(path, java.util.Arrays.copyOf(bytes, length));
        assertThatThrownBy(() -> RecordFile.open(path))
                .as(String.format(Locale.ROOT, "cut to %d bytes, seed %d", length, seed))
                .isInstanceOf(OviException.class)
                .hasMessageContaining(path.getFileName().toString());
    }
}
