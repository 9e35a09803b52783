package dev.ovi.runtime.pytorch;

import dev.ovi.runtime.tensorfile.CheckpointException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The bytes of a pickle, read in order. Every length is compared with what is left before it is used. */
final class PickleInput {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble BIG_ENDIAN_F64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_LINE = 1000;

    private static final Map<Integer, String> REFUSED_OPCODES = Map.ofEntries(
            Map.entry((int) 'i', "INST"),
            Map.entry((int) 'o', "OBJ"),
            Map.entry(0x81, "NEWOBJ"),
            Map.entry(0x92, "NEWOBJ_EX"),
            Map.entry(0x82, "EXT1"),
            Map.entry(0x83, "EXT2"),
            Map.entry(0x84, "EXT4"),
            Map.entry((int) 'P', "PERSID"),
            Map.entry((int) '0', "POP"),
            Map.entry((int) '1', "POP_MARK"),
            Map.entry((int) '2', "DUP"),
            Map.entry((int) 'B', "BINBYTES"),
            Map.entry((int) 'C', "SHORT_BINBYTES"),
            Map.entry(0x8e, "BINBYTES8"),
            Map.entry(0x96, "BYTEARRAY8"),
            Map.entry(0x97, "NEXT_BUFFER"),
            Map.entry(0x98, "READONLY_BUFFER"),
            Map.entry(0x8f, "EMPTY_SET"),
            Map.entry(0x90, "ADDITEMS"),
            Map.entry(0x91, "FROZENSET"),
            Map.entry((int) 'I', "INT"),
            Map.entry((int) 'L', "LONG"),
            Map.entry((int) 'F', "FLOAT"),
            Map.entry((int) 'S', "STRING"),
            Map.entry((int) 'T', "BINSTRING"),
            Map.entry((int) 'U', "SHORT_BINSTRING"),
            Map.entry((int) 'V', "UNICODE"),
            Map.entry((int) 'd', "DICT"),
            Map.entry((int) 'l', "LIST"),
            Map.entry((int) 'g', "GET"),
            Map.entry((int) 'p', "PUT"));

    private final Path file;
    private final MemorySegment bytes;
    private long at;
    private long instruction;

    PickleInput(Path file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    static String opcodeName(int opcode) {
        return REFUSED_OPCODES.getOrDefault(opcode, "0x%02x".formatted(opcode));
    }

    int opcode() {
        instruction = at;
        return u8();
    }

    int u8() {
        return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, take(1)));
    }

    int u16() {
        return Short.toUnsignedInt(bytes.get(U16, take(2)));
    }

    int i32() {
        return bytes.get(I32, take(4));
    }

    long u32() {
        return Integer.toUnsignedLong(i32());
    }

    /** As a signed number: one that does not fit is negative, and no length. */
    long u64() {
        return bytes.get(U64, take(8));
    }

    double bigEndianDouble() {
        return bytes.get(BIG_ENDIAN_F64, take(8));
    }

    /** A little-endian two's complement number of at most 8 bytes. */
    long integer(long length) {
        if (length > Long.BYTES) {
            throw refused("it has an int of " + length + " bytes, expected at most " + Long.BYTES);
        }
        long start = take(length);
        long value = 0;
        for (long i = length - 1; i >= 0; i--) {
            value = (value << Byte.SIZE) | Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, start + i));
        }
        int unused = Long.SIZE - (int) length * Byte.SIZE;
        return length == 0 ? 0 : value << unused >> unused;
    }

    String text(long length) {
        MemorySegment text = bytes.asSlice(take(length), length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(text.asByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            throw damaged("a string is not UTF-8");
        }
    }

    /** Text up to a line feed. */
    String line() {
        long start = at;
        while (u8() != '\n') {
            if (at - start > LONGEST_LINE) {
                throw damaged("a name has more than " + LONGEST_LINE + " letters");
            }
        }
        long length = at - start - 1;
        at = start;
        String line = text(length);
        at++;
        return line;
    }

    private long take(long length) {
        if (length < 0 || length > bytes.byteSize() - at) {
            throw damaged("a value of " + Long.toUnsignedString(length) + " bytes reaches past its end");
        }
        long start = at;
        at += length;
        return start;
    }

    CheckpointException damaged(String problem) {
        return new CheckpointException(file, "has a damaged pickle: " + problem + where() + "; fetch the file again");
    }

    /** For a pickle that may be sound, but wants more than a checkpoint needs. */
    CheckpointException refused(String problem) {
        return new CheckpointException(
                file,
                "has a pickle that is more than tensors in a dict: " + problem + where()
                        + ". It is refused, because such a file can run code where it is loaded with Python; if you trust"
                        + " it, convert it to safetensors there");
    }

    private String where() {
        return " (at byte " + instruction + " of data.pkl)";
    }
}
