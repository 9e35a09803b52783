package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.torch.generated.LibTorchAbi;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of the dispatcher being put together: arguments go on the stack in the schema's order, every one of them,
 * defaults included; {@link #run()} calls and takes the result off. One instance serves all calls of its {@link Ops}.
 *
 * <p>An argument is a 64-bit {@code StableIValue}. Tensors, lists, strings and optionals are owned by the callee once
 * the call is made.
 */
final class Call {
    /** Enough for every schema in use; the longest has eleven arguments. */
    private static final int SLOTS = 32;

    private final LibTorch torch;
    private final Ops ops;
    private final MemorySegment stack;
    private final MemorySegment ret;
    private final @Nullable Tensor[] arguments = new Tensor[SLOTS];
    private int depth;
    private int argumentCount;
    private long tensorSlots;

    /** {@link #of} says which; until then it does not matter. */
    private Op op = Op.CLONE;

    Call(LibTorch torch, Ops ops, Arena arena) {
        this.torch = torch;
        this.ops = ops;
        this.stack = arena.allocate(ValueLayout.JAVA_LONG, SLOTS);
        this.ret = arena.allocate(ValueLayout.JAVA_LONG);
    }

    Call of(Op called) {
        if (depth != 0) {
            abandon();
        }
        op = called;
        return this;
    }

    /** Frees what an argument list that never became a call had taken. */
    private void abandon() {
        for (int i = 0; i < depth; i++) {
            if ((tensorSlots & (1L << i)) != 0) {
                LibTorchAbi.aoti_torch_delete_tensor_object(stack.getAtIndex(ValueLayout.JAVA_LONG, i));
            }
        }
        reset();
    }

    private void reset() {
        depth = 0;
        tensorSlots = 0;
        Arrays.fill(arguments, 0, argumentCount, null);
        argumentCount = 0;
    }

    private Call push(long value) {
        stack.setAtIndex(ValueLayout.JAVA_LONG, depth++, value);
        return this;
    }

    /** {@code Tensor} */
    Call tensor(Tensor tensor) {
        long duplicate = duplicate(tensor);
        tensorSlots |= 1L << depth;
        return push(duplicate);
    }

    private long duplicate(Tensor tensor) {
        if (argumentCount < SLOTS) {
            arguments[argumentCount++] = tensor;
        }
        check(LibTorchAbi.aoti_torch_new_tensor_handle(tensor.handle(), ret));
        return ret.get(ValueLayout.JAVA_LONG, 0);
    }

    /** {@code Tensor}, a handle that the call may consume. */
    Call consumed(long handle) {
        tensorSlots |= 1L << depth;
        return push(handle);
    }

    /** {@code Tensor?} */
    Call optional(@Nullable Tensor tensor) {
        return tensor == null ? none() : some(duplicate(tensor));
    }

    /** {@code int}, {@code SymInt} */
    Call integer(long value) {
        return push(value);
    }

    /** {@code int?}, {@code SymInt?} with a value */
    Call someInteger(long value) {
        return some(value);
    }

    /** {@code float} */
    Call number(double value) {
        return push(Double.doubleToRawLongBits(value));
    }

    /** {@code float?} with a value */
    Call someNumber(double value) {
        return some(Double.doubleToRawLongBits(value));
    }

    /** {@code bool} */
    Call bool(boolean value) {
        return push(value ? 1 : 0);
    }

    /** {@code bool?} with a value */
    Call someBool(boolean value) {
        return some(value ? 1 : 0);
    }

    /** {@code ScalarType} */
    Call dtype(DType dtype) {
        return push(torch.types().code(dtype));
    }

    /** {@code ScalarType?} */
    Call optionalDtype(@Nullable DType dtype) {
        return dtype == null ? none() : some(torch.types().code(dtype));
    }

    /** {@code Device} */
    Call device(Device device) {
        return push(pack(device));
    }

    /** {@code Device?} with a value */
    Call someDevice(Device device) {
        return some(pack(device));
    }

    private long pack(Device device) {
        return (long) torch.types().deviceType(device) << 32 | (torch.types().deviceIndex(device) & 0xffff_ffffL);
    }

    /** {@code MemoryFormat=contiguous_format} */
    Call contiguousFormat() {
        return push(torch.types().contiguousFormat());
    }

    /** {@code str} */
    Call string(StringArgument argument) {
        return push(newString(argument.text()));
    }

    /** libtorch 2.13 copies the string once more and forgets the copy: 48 bytes a call that nobody here can free. */
    private long newString(MemorySegment text) {
        check(LibTorchAbi.torch_new_string_handle(text, text.byteSize() - 1, ret));
        return ret.get(ValueLayout.JAVA_LONG, 0);
    }

    /** {@code int[]}, {@code SymInt[]} */
    Call integers(long... values) {
        return push(newList(values));
    }

    /** {@code int[]?} with a value */
    Call someIntegers(long... values) {
        return some(newList(values));
    }

    private long newList(long[] values) {
        check(LibTorchAbi.torch_new_list_reserve_size(values.length, ret));
        long list = ret.get(ValueLayout.JAVA_LONG, 0);
        for (long value : values) {
            check(LibTorchAbi.torch_list_push_back(list, value));
        }
        return list;
    }

    /** {@code Tensor[]} */
    Call tensors(List<Tensor> tensors) {
        long[] duplicates = new long[tensors.size()];
        for (int i = 0; i < duplicates.length; i++) {
            duplicates[i] = duplicate(tensors.get(i));
        }
        return push(newList(duplicates));
    }

    /** {@code Tensor[]} of one. */
    Call tensors(Tensor only) {
        long duplicate = duplicate(only);
        check(LibTorchAbi.torch_new_list_reserve_size(1, ret));
        long list = ret.get(ValueLayout.JAVA_LONG, 0);
        check(LibTorchAbi.torch_list_push_back(list, duplicate));
        return push(list);
    }

    /** {@code None} for any optional. */
    Call none() {
        return push(0);
    }

    private Call some(long value) {
        return push(torch.newOptional(value, ret));
    }

    /** Calls an operator that returns one tensor. */
    Tensor run() {
        invoke();
        return ops.adopt(stack.getAtIndex(ValueLayout.JAVA_LONG, 0));
    }

    /** Calls an operator that changes its first argument and returns it. */
    Tensor runInPlace(Tensor self) {
        invoke();
        LibTorchAbi.aoti_torch_delete_tensor_object(stack.getAtIndex(ValueLayout.JAVA_LONG, 0));
        return self;
    }

    /** Calls an operator that returns nothing. */
    void runVoid() {
        invoke();
    }

    /** Calls an operator that returns several tensors; those from {@code wanted} on are freed. */
    Tensor[] runTuple(int wanted, int returned) {
        invoke();
        Tensor[] results = new Tensor[wanted];
        for (int i = 0; i < returned; i++) {
            long handle = stack.getAtIndex(ValueLayout.JAVA_LONG, i);
            if (i < wanted) {
                results[i] = ops.adopt(handle);
            } else if (handle != 0) {
                LibTorchAbi.aoti_torch_delete_tensor_object(handle);
            }
        }
        return results;
    }

    /** Calls an operator that returns {@code Tensor[]}. */
    List<Tensor> runList() {
        invoke();
        long list = stack.getAtIndex(ValueLayout.JAVA_LONG, 0);
        check(LibTorchAbi.torch_list_size(list, ret));
        Tensor[] results = new Tensor[Math.toIntExact(ret.get(ValueLayout.JAVA_LONG, 0))];
        for (int i = 0; i < results.length; i++) {
            check(LibTorchAbi.torch_list_get_item(list, i, ret));
            results[i] = ops.adopt(ret.get(ValueLayout.JAVA_LONG, 0));
        }
        check(LibTorchAbi.torch_delete_list(list));
        return List.of(results);
    }

    private void invoke() {
        int code = LibTorchAbi.torch_call_dispatcher(op.operator(), op.overload(), stack, torch.dispatcherVersion());
        if (code != 0) {
            String tried = describe();
            reset();
            throw new TorchException(tried + ": " + torch.lastError());
        }
        reset();
    }

    private void check(int code) {
        if (code != 0) {
            throw new TorchException(op + ": " + torch.lastError());
        }
    }

    private String describe() {
        StringBuilder text = new StringBuilder(op.toString()).append('(');
        for (int i = 0; i < argumentCount; i++) {
            text.append(i == 0 ? "" : ", ").append(Objects.toString(arguments[i]));
        }
        return text.append(')').toString();
    }
}
