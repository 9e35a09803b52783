package dev.ovi.runtime.pytorch;

import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of a mapped zip archive, as views of their bytes. Only stored entries can be viewed; PyTorch stores all of
 * them. Archives and entries beyond 4 GiB (zip64) are read. Checksums are not verified: that would touch every byte.
 *
 * <p>The JDK's own reader does not tell where an entry's bytes lie in the file.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE, sections 4.3 to 4.5</a>
 */
final class ZipDirectory {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LOCATOR = 0x07064b50;
    private static final int LOCAL_HEADER_BYTES = 30;
    private static final int CENTRAL_HEADER_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int END_64_BYTES = 56;
    private static final int END_64_LOCATOR_BYTES = 20;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int ZIP64_EXTRA = 1;
    private static final int ENCRYPTED = 1;

    private final Path path;
    private final MemorySegment archive;
    private final Map<String, Entry> entries;

    private record Entry(String name, int flags, int method, long stored, long size, long localHeader) {}

    /** Where the central directory lies, and how many entries it has. */
    private record Directory(long offset, long bytes, long count) {}

    private ZipDirectory(Path path, MemorySegment archive, Map<String, Entry> entries) {
        this.path = path;
        this.archive = archive;
        this.entries = entries;
    }

    /** Whether a file starts like a zip archive with at least one entry. */
    static boolean looksLikeZip(MemorySegment file) {
        return file.byteSize() >= Integer.BYTES && file.get(U32, 0) == LOCAL_HEADER;
    }

    /**
     * Reads the central directory.
     *
     * @throws CheckpointException if it is missing, which a truncated archive's is, or damaged
     */
    static ZipDirectory read(Path path, MemorySegment archive) {
        ZipDirectory directory = new ZipDirectory(path, archive, new LinkedHashMap<>());
        try {
            directory.readEntries(directory.locate());
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new CheckpointException(path, "has a damaged zip directory; fetch it again", e);
        }
        return directory;
    }

    private Directory locate() {
        long last = archive.byteSize() - END_BYTES;
        for (long at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
            if (archive.get(U32, at) == END) {
                return locate(at);
            }
        }
        throw new CheckpointException(
                path, "is truncated: a zip archive's directory is missing at its end; fetch it again");
    }

    private Directory locate(long end) {
        long locator = end - END_64_LOCATOR_BYTES;
        if (locator >= 0 && archive.get(U32, locator) == END_64_LOCATOR) {
            MemorySegment end64 = archive.asSlice(archive.get(U64, locator + 8), END_64_BYTES);
            if (end64.get(U32, 0) != END_64) {
                throw damaged("its zip64 end record is not where it should be");
            }
            return new Directory(end64.get(U64, 48), end64.get(U64, 40), end64.get(U64, 32));
        }
        return new Directory(u32(archive, end + 16), u32(archive, end + 12), u16(archive, end + 10));
    }

    private void readEntries(Directory directory) {
        MemorySegment central = archive.asSlice(directory.offset, directory.bytes);
        long at = 0;
        for (long i = 0; i < directory.count; i++) {
            if (central.get(U32, at) != CENTRAL_HEADER) {
                throw damaged("entry " + i + " of its directory has no header");
            }
            int nameBytes = u16(central, at + 28);
            int extraBytes = u16(central, at + 30);
            int commentBytes = u16(central, at + 32);
            long nameAt = at + CENTRAL_HEADER_BYTES;
            String name = text(central.asSlice(nameAt, nameBytes));
            Entry entry = withZip64(
                    new Entry(
                            name,
                            u16(central, at + 8),
                            u16(central, at + 10),
                            u32(central, at + 20),
                            u32(central, at + 24),
                            u32(central, at + 42)),
                    central.asSlice(nameAt + nameBytes, extraBytes));
            if (entries.put(name, entry) != null) {
                throw damaged("entry " + Describe.name(name) + " is there twice");
            }
            at = nameAt + nameBytes + extraBytes + commentBytes;
        }
    }

    /** Takes the values that did not fit into 32 bits from the extra field, where they stand in a fixed order. */
    private Entry withZip64(Entry entry, MemorySegment extra) {
        long unknown = 0xffffffffL;
        if (entry.size != unknown && entry.stored != unknown && entry.localHeader != unknown) {
            return entry;
        }
        long at = 0;
        while (at + 4 <= extra.byteSize()) {
            int kind = u16(extra, at);
            int bytes = u16(extra, at + 2);
            if (kind == ZIP64_EXTRA) {
                MemorySegment wide = extra.asSlice(at + 4, bytes);
                long next = 0;
                long size = entry.size == unknown ? wide.get(U64, (next += 8) - 8) : entry.size;
                long stored = entry.stored == unknown ? wide.get(U64, (next += 8) - 8) : entry.stored;
                long localHeader = entry.localHeader == unknown ? wide.get(U64, next) : entry.localHeader;
                return new Entry(entry.name, entry.flags, entry.method, stored, size, localHeader);
            }
            at += 4 + bytes;
        }
        throw damaged("entry " + Describe.name(entry.name) + " lacks its zip64 sizes");
    }

    /** The names of all entries. */
    Iterable<String> names() {
        return entries.keySet();
    }

    /**
     * The bytes of an entry, if there is one of that name.
     *
     * @throws CheckpointException if it is compressed, encrypted, or not where the directory says
     */
    Optional<MemorySegment> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(this::bytes);
    }

    private MemorySegment bytes(Entry entry) {
        String what = "entry " + Describe.name(entry.name);
        if ((entry.flags & ENCRYPTED) != 0 || entry.method != 0 || entry.stored != entry.size) {
            throw new CheckpointException(
                    path,
                    what
                            + " is compressed or encrypted, expected it stored as torch.save does; was the file zipped anew?");
        }
        try {
            MemorySegment header = archive.asSlice(entry.localHeader, LOCAL_HEADER_BYTES);
            if (header.get(U32, 0) != LOCAL_HEADER) {
                throw damaged(what + " is not where the directory says");
            }
            long data = entry.localHeader + LOCAL_HEADER_BYTES + u16(header, 26) + u16(header, 28);
            return archive.asSlice(data, entry.size);
        } catch (IndexOutOfBoundsException e) {
            throw new CheckpointException(
                    path,
                    what + " should have " + Long.toUnsignedString(entry.size)
                            + " bytes, more than the file holds; fetch it again",
                    e);
        }
    }

    private CheckpointException damaged(String problem) {
        return new CheckpointException(path, "is a damaged zip archive: " + problem + "; fetch it again");
    }

    private static int u16(MemorySegment segment, long at) {
        return Short.toUnsignedInt(segment.get(U16, at));
    }

    private static long u32(MemorySegment segment, long at) {
        return Integer.toUnsignedLong(segment.get(U32, at));
    }

    private static String text(MemorySegment bytes) {
        return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
