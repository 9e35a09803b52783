package dev.ovi.runtime.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Fixtures;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PyTorchFileTest {
    @TempDir
    private Path directory;

    /** Counts and sums are what PyTorch 2.13 finds in the same files. */
    @ParameterizedTest
    @CsvSource({
        "Wan2.2-TI2V-5B/Wan2.2_VAE.pth, , 196, 3079352, 64999.893772795906",
        "Wan2.2-TI2V-5B/models_t5_umt5-xxl-enc-bf16.pth, , 32, 608000, 77115.06934164278",
        "MMAudio/ext_weights/v1-16.pth, , 57, 1227426, 980848.3333360316",
        "MMAudio/ext_weights/best_netG.pt, generator, 526, 855242, 36963.1085156006",
    })
    void readsTheSmallModelsFiles(String file, String key, int tensors, long elements, double magnitude) {
        String[] keys = key == null ? new String[0] : new String[] {key};
        PyTorchFile source = PyTorchFile.open(Fixtures.tinyOvi().resolve(file), keys);
        assertThat(source.names()).hasSize(tensors);
        assertThat(source.names().stream()
                        .mapToLong(name -> source.tensor(name).elementCount())
                        .sum())
                .isEqualTo(elements);
        // Both are float64 sums of the same numbers, only ordered differently.
        assertThat(Fixtures.magnitude(source)).isCloseTo(magnitude, within(1e-6));
    }

    @Test
    void knowsEveryDtypeAsPyTorchStoresIt() throws URISyntaxException {
        Map<String, String> zeroToThree = Map.ofEntries(
                Map.entry("bool", "00 01 01 01"),
                Map.entry("u8", "00 01 02 03"),
                Map.entry("i8", "00 01 02 03"),
                Map.entry("i16", "0000 0100 0200 0300"),
                Map.entry("u16", "0000 0100 0200 0300"),
                Map.entry("f16", "0000 003c 0040 0042"),
                Map.entry("bf16", "0000 803f 0040 4040"),
                Map.entry("i32", "00000000 01000000 02000000 03000000"),
                Map.entry("u32", "00000000 01000000 02000000 03000000"),
                Map.entry("f32", "00000000 0000803f 00000040 00004040"),
                Map.entry("i64", "0000000000000000 0100000000000000 0200000000000000 0300000000000000"),
                Map.entry("u64", "0000000000000000 0100000000000000 0200000000000000 0300000000000000"),
                Map.entry("f64", "0000000000000000 000000000000f03f 0000000000000040 0000000000000840"),
                Map.entry("f8_e4m3", "00 38 40 44"),
                Map.entry("f8_e5m2", "00 3c 40 42"));
        assertThat(zeroToThree).hasSameSizeAs(DType.values());
        PyTorchFile file =
                PyTorchFile.open(Fixtures.resource(PyTorchFileTest.class, "written-by-pytorch.pt"), "generator");
        for (DType dtype : DType.values()) {
            String name = dtype.safetensorsName().toLowerCase(java.util.Locale.ROOT);
            TensorView tensor = file.tensor("dtype." + name);
            assertThat(tensor.dtype()).isEqualTo(dtype);
            assertThat(HexFormat.of().formatHex(Fixtures.rowMajorBytes(tensor)))
                    .as(name)
                    .isEqualTo(String.valueOf(zeroToThree.get(name)).replace(" ", ""));
        }
    }

    @Test
    void readsViewsScalarsParametersAndEmptyTensors() throws URISyntaxException {
        PyTorchFile file =
                PyTorchFile.open(Fixtures.resource(PyTorchFileTest.class, "written-by-pytorch.pt"), "generator");
        TensorView transposed = file.tensor("view.transposed");
        assertThat(transposed.shape()).containsExactly(6, 4);
        assertThat(transposed.strides()).containsExactly(1, 6);
        TensorView middle = file.tensor("view.middle");
        assertThat(middle.shape()).containsExactly(2, 3);
        assertThat(floats(middle)).containsExactly(8, 9, 10, 14, 15, 16);
        assertThat(floats(transposed)).startsWith(0, 6, 12, 18, 1);
        assertThat(floats(file.tensor("scalar"))).containsExactly(2.5f);
        assertThat(file.tensor("scalar").rank()).isZero();
        assertThat(file.tensor("empty").shape()).containsExactly(0, 3);
        assertThat(floats(file.tensor("parameter"))).containsExactly(7, 8);
    }

    private static float[] floats(TensorView tensor) {
        var bytes = java.nio.ByteBuffer.wrap(Fixtures.rowMajorBytes(tensor))
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] floats = new float[bytes.remaining()];
        bytes.get(floats);
        return floats;
    }

    @Test
    void readsTheWideRecordsOfArchivesBeyondFourGibibytes() throws URISyntaxException {
        // A small archive with every size and offset in zip64 records; Python's zipfile and torch.load read it.
        PyTorchFile file = PyTorchFile.open(Fixtures.resource(PyTorchFileTest.class, "zip64.pt"));
        assertThat(floats(file.tensor("w"))).containsExactly(1.5f, 2.5f);
    }

    @Test
    void saysWhatThereIsWhenTheTensorsAreElsewhere() throws URISyntaxException {
        Path file = Fixtures.resource(PyTorchFileTest.class, "written-by-pytorch.pt");
        assertThatThrownBy(() -> PyTorchFile.open(file))
                .hasMessage(file + ": holds a dict as \"generator\", expected a tensor");
        assertThatThrownBy(() -> PyTorchFile.open(file, "discriminator"))
                .hasMessage(
                        file + ": has no \"discriminator\"; there is \"generator\", \"epoch\", \"notes\", \"large\"");
        assertThatThrownBy(() -> PyTorchFile.open(file, "epoch"))
                .hasMessage(file + ": holds an int under \"epoch\", expected a dict of tensors");
    }

    @Test
    void refusesTheFormatBeforePyTorch16() throws URISyntaxException {
        Path file = Fixtures.resource(PyTorchFileTest.class, "legacy-format.pt");
        assertThatThrownBy(() -> PyTorchFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("format of PyTorch before 1.6")
                .hasMessageContaining("torch.save it again");
    }

    @Test
    void refusesAFileThatIsCutAnywhere() throws IOException, URISyntaxException {
        byte[] whole = Files.readAllBytes(Fixtures.resource(PyTorchFileTest.class, "written-by-pytorch.pt"));
        Path cut = directory.resolve("cut.pt");
        for (int length = 0; length < whole.length; length += 97) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> PyTorchFile.open(cut, "generator"))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(CheckpointException.class);
        }
    }

    @Test
    void refusesOrReadsAFileWithAnyByteChanged() throws IOException, URISyntaxException {
        byte[] whole = Files.readAllBytes(Fixtures.resource(PyTorchFileTest.class, "written-by-pytorch.pt"));
        Path changed = directory.resolve("changed.pt");
        long seed = new java.util.Random().nextLong();
        var random = new java.util.Random(seed);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Files.write(changed, bytes);
            try {
                PyTorchFile file = PyTorchFile.open(changed, "generator");
                file.names().forEach(name -> Fixtures.rowMajorBytes(file.tensor(name)));
            } catch (CheckpointException expected) {
                assertThat(expected).as("seed %d", seed).hasMessageStartingWith(changed + ": ");
            }
        }
    }

    @Test
    void refusesAnArchiveThatPyTorchDidNotWrite() throws IOException {
        Path file = directory.resolve("x.pt");
        Fixtures.zip(file, Map.of("x/readme", new byte[] {1}));
        assertThatThrownBy(() -> PyTorchFile.open(file)).hasMessageContaining("without a data.pkl");
        Fixtures.zip(file, Map.of("x/data.pkl", pickle("7d2e"), "x/byteorder", "big".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> PyTorchFile.open(file)).hasMessageContaining("big-endian");
        Fixtures.zip(file, Map.of("x/data.pkl", pickle("7d2e"), "x/constants.pkl", new byte[0]));
        assertThatThrownBy(() -> PyTorchFile.open(file)).hasMessageContaining("TorchScript");
        Files.writeString(file, "hello");
        assertThatThrownBy(() -> PyTorchFile.open(file)).hasMessageContaining("not start like a zip archive");
    }

    @Test
    void refusesACompressedArchive() throws IOException {
        Path file = directory.resolve("x.pt");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("x/data.pkl"));
            zip.write(new byte[100]);
        }
        assertThatThrownBy(() -> PyTorchFile.open(file)).hasMessageContaining("is compressed or encrypted");
    }

    private static byte[] pickle(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** The pickles are Python's own, of dicts whose value would call the function when they are loaded there. */
    @ParameterizedTest
    @CsvSource({
        "posix.system,      80027d7100580100000061710163706f7369780a73797374656d0a7102580b000000746f7563682070776e65647103857104527105732e",
        "posix.system,      8004952d000000000000007d948c0161948c05706f736978948c0673797374656d9493948c0b746f7563682070776e65649485945294732e",
        "__builtin__.eval,  80027d71005801000000617101635f5f6275696c74696e5f5f0a6576616c0a71025803000000312b317103857104527105732e",
        "builtins.eval,     80049526000000000000007d948c0161948c086275696c74696e73948c046576616c9493948c03312b319485945294732e",
        "subprocess.Popen,  8004952d000000000000007d948c0161948c0a73756270726f63657373948c05506f70656e9493945d948c0474727565946185945294732e",
        "builtins.getattr,  8004952c000000000000007d948c0161948c086275696c74696e73948c07676574617474729493944b018c047265616c9486945294732e",
        "__main__.N,        80027d71005801000000617101635f5f6d61696e5f5f0a4e0a710229817103732e",
        "OrderedDict with arguments, 80027d7100580100000061710163636f6c6c656374696f6e730a4f726465726564446963740a71025d710368014b0186710461857105527106732e",
        "EMPTY_SET,         8004950e000000000000007d948c0161948f94284b0190732e",
        "SHORT_BINBYTES,    8004950e000000000000007d948c016194430361626394732e",
        "_codecs.encode,    80027d71005801000000617101635f636f646563730a656e636f64650a71025803000000616263710358060000006c6174696e317104867105527106732e",
        "posix.system,      80027d7100580100000061710163706f7369780a73797374656d0a7102732e",
    })
    void refusesByNameWhateverIsMoreThanTensorsAndData(String named, String hex) throws IOException {
        assertRefused(hex).hasMessageContaining("more than tensors in a dict").hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({
        // BINUNICODE, BINUNICODE8, LONG4 and SHORT_BINUNICODE that promise more than there is
        "58ffffffff612e, reaches past its end",
        "8dffffffffffffff7f612e, reaches past its end",
        "8dffffffffffffffff612e, reaches past its end",
        "8bffffff7f002e, an int of 2147483647 bytes",
        "8cff612e, reaches past its end",
        // values that are not there
        "2e, a value that is not there",
        "682a2e, uses the value 42 before making it",
        "6affffffff2e, before making it",
        "742e, ends a list that it never began",
        "282e, a value that is not there",
        "4e4e2e, 1 values too many",
        "7d4e4e, reaches past its end",
        // wrong types
        "4e4e612e, appends to None",
        "4e4e4e732e, sets entries of None",
        "7d284e752e, key without a value",
        "7d4b014e732e, an int as a key",
        "7d7d622e, sets the state of a dict",
        "4e29522e, calls None",
        "4e512e, not a storage",
        "80062e, protocol is 6",
        "ff2e, instruction 0xff",
        "322e, instruction DUP",
        "63636f6c6c656374696f6e730a4f7264657265644469637400, reaches past its end",
        "8c02c3282e, not UTF-8",
    })
    void refusesADamagedPickle(String hex, String message) throws IOException {
        assertRefused(hex).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"28", "5d", "7d", "29", "4e", "85"})
    void refusesDeepNestingAndEndlessPicklesWithoutExhaustingStackOrHeap(String repeated) throws IOException {
        // a tuple in a tuple in a tuple …; a mark after a mark …; each instruction a new value
        assertRefused("4e" + repeated.repeat(5_000_000)).isInstanceOf(CheckpointException.class);
    }

    @Test
    void keepsAListThatContainsItselfHarmless() throws IOException {
        // l = []; l.append(l); {"a": l}
        assertRefused("7d5801000000615d7101680161732e").hasMessageContaining("holds a list as \"a\"");
    }

    @Test
    void holdsNoMoreForAMemoThatIsReferredToOftenThanForItself() throws IOException {
        // l0 = []; l1 = [l0, l0]; … : 2^64 leaves if it were expanded
        StringBuilder hex = new StringBuilder("7d5801000000615d7101");
        for (int level = 1; level <= 64; level++) {
            hex.append("5d28").append("68%02x".formatted(level).repeat(2)).append("6571%02x".formatted(level + 1));
        }
        hex.append("73");
        assertRefused(hex + "2e").isInstanceOf(CheckpointException.class);
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String hex)
            throws IOException {
        Path file = Fixtures.zip(directory.resolve("hostile.pt"), Map.of("x/data.pkl", pickle(hex)));
        return assertThatThrownBy(() -> PyTorchFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ");
    }

    /** A dict with one tensor of eight bytes of storage; the pickle says sizes, strides and offset. */
    @ParameterizedTest
    @CsvSource({
        "FloatStorage,  2, 0, 4b0285, 4b0185, ", // [2] with stride 1: sound
        "FloatStorage,  2, 0, 4b0385, 4b0185, does not fit its storage",
        "FloatStorage,  2, 1, 4b0285, 4b0185, does not fit its storage",
        "FloatStorage,  2, 0, 4b0285, 4b0285, does not fit its storage",
        "FloatStorage,  2, 3, 4b0085, 4b0185, does not fit its storage",
        "FloatStorage,  3, 0, 4b0285, 4b0185, should have 3 elements of 4 bytes",
        "DoubleStorage, 2, 0, 4b0185, 4b0185, should have 2 elements of 8 bytes",
        "ByteStorage,   8, 0, 8a08ffffffffffffff7f85, 4b0185, does not fit its storage",
        "ByteStorage,   8, 0, 4affffffff85, 4b0185, does not fit its storage",
        "ByteStorage,   8, 0, 4b0285, 4affffffff85, does not fit its storage",
        "ByteStorage,   8, 0, 4b0285, 29, does not fit its storage",
        "ByteStorage,   8, 0, 4e85, 4b0185, a tensor's size is None",
    })
    void refusesATensorThatReachesBeyondItsStorage(
            String storage, int elements, int offset, String size, String stride, String message) throws IOException {
        HexFormat hex = HexFormat.of();
        String pickle = "7d" + "580100000077" // {"w":
                + "63" + hex.formatHex("torch._utils\n_rebuild_tensor_v2\n".getBytes(StandardCharsets.UTF_8)) + "2828"
                + "580700000073746f72616765" // "storage"
                + "63" + hex.formatHex(("torch\n" + storage + "\n").getBytes(StandardCharsets.UTF_8))
                + "580100000030" + "5803000000637075" // "0", "cpu"
                + "4b%02x7451".formatted(elements)
                + "4b%02x".formatted(offset) + size + stride + "89" + "4e" + "7452732e";
        Path file =
                Fixtures.zip(directory.resolve("w.pt"), Map.of("x/data.pkl", pickle(pickle), "x/data/0", new byte[8]));
        if (message == null) {
            PyTorchFile sound = PyTorchFile.open(file);
            assertThat(sound.tensor("w").shape()).containsExactly(2);
        } else {
            assertThatThrownBy(() -> PyTorchFile.open(file))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(message);
        }
    }
}
