package dev.ovi.runtime.tensorfile;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** JSON read token by token, as UTF-8 and nothing else, from memory of any kind. */
public final class StrictJson {
    private static final int DEEPEST = 16;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private StrictJson() {}

    /** A parser; the text is not copied as a whole. */
    public static JsonParser parser(MemorySegment text) {
        // A strict decoder in front: the parser's own would take UTF-16 as well, and repair some malformed UTF-8.
        var utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var reader = new InputStreamReader(new SegmentInputStream(text.asByteBuffer()), utf8);
        return FACTORY.createParser(ObjectReadContext.empty(), reader);
    }

    /** What the parser complained about, as an error about a file. */
    public static CheckpointException failure(Path file, String part, JacksonException e) {
        String reason = e instanceof JacksonIOException
                ? "is not UTF-8"
                : "is not valid JSON: " + complaint(e) + " (line "
                        + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        return new CheckpointException(file, part + " " + reason, e);
    }

    /** Without where the parser says that it began, which it keeps to itself. */
    private static String complaint(JacksonException e) {
        String message = e.getOriginalMessage();
        int place = message.indexOf(" (start marker at");
        return place < 0 ? message : message.substring(0, place);
    }

    private static final class SegmentInputStream extends InputStream {
        private final ByteBuffer bytes;

        SegmentInputStream(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (!bytes.hasRemaining()) {
                return -1;
            }
            int count = Math.min(length, bytes.remaining());
            bytes.get(target, offset, count);
            return count;
        }
    }
}
