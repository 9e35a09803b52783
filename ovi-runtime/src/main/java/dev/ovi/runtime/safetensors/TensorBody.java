package dev.ovi.runtime.safetensors;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** Delivers a tensor's bytes when it is written: row-major, little-endian, exactly as many as its shape needs. */
@FunctionalInterface
public interface TensorBody {

    /** Writes all bytes, in as many pieces as is convenient. */
    void writeTo(WritableByteChannel channel) throws IOException;
}
