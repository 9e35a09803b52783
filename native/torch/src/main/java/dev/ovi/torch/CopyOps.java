package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;

/** Conversions between types and devices, and copies. */
public sealed interface CopyOps permits Ops {
    /**
     * The tensor itself, shared, if it has that type already, else a converted copy. {@code to.dtype(Tensor self,
     * ScalarType dtype, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None)}
     */
    default Tensor to(Tensor self, DType dtype) {
        return call(Op.TO_DTYPE)
                .tensor(self)
                .dtype(dtype)
                .bool(false)
                .bool(false)
                .none()
                .run();
    }

    /** The tensor itself, shared, if it lies there already, else a copy. */
    default Tensor to(Tensor self, Device device) {
        return to(self, self.dtype(), device);
    }

    /**
     * {@code to.device(Tensor self, Device device, ScalarType dtype, bool non_blocking=False, bool copy=False,
     * MemoryFormat? memory_format=None)}
     */
    default Tensor to(Tensor self, DType dtype, Device device) {
        return call(Op.TO)
                .tensor(self)
                .device(device)
                .dtype(dtype)
                .bool(false)
                .bool(false)
                .none()
                .run();
    }

    /** The tensor on the host; shared if it is there already. */
    default Tensor toHost(Tensor self) {
        return to(self, Device.CPU);
    }

    /** {@code clone(Tensor self, *, MemoryFormat? memory_format=None)} */
    default Tensor copy(Tensor self) {
        return call(Op.CLONE).tensor(self).none().run();
    }

    /** Copies the elements of {@code source}, broadcast and converted, into {@code self}. */
    default Tensor copy_(Tensor self, Tensor source) {
        direct().copy(self, source);
        return self;
    }

    /** Fills with zeros. */
    default Tensor zero_(Tensor self) {
        direct().zero(self);
        return self;
    }

    /** {@code contiguous(Tensor self, *, MemoryFormat memory_format=contiguous_format)} */
    default Tensor contiguous(Tensor self) {
        return call(Op.CONTIGUOUS).tensor(self).contiguousFormat().run();
    }

    private Call call(Op op) {
        return ((Ops) this).call(op);
    }

    private DirectCalls direct() {
        return ((Ops) this).direct();
    }
}
