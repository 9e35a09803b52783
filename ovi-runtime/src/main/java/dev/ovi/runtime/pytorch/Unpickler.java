package dev.ovi.runtime.pytorch;

import dev.ovi.runtime.pytorch.PickleValue.Bool;
import dev.ovi.runtime.pytorch.PickleValue.Dict;
import dev.ovi.runtime.pytorch.PickleValue.Int;
import dev.ovi.runtime.pytorch.PickleValue.Known;
import dev.ovi.runtime.pytorch.PickleValue.Mark;
import dev.ovi.runtime.pytorch.PickleValue.None;
import dev.ovi.runtime.pytorch.PickleValue.Real;
import dev.ovi.runtime.pytorch.PickleValue.Sequence;
import dev.ovi.runtime.pytorch.PickleValue.Text;
import dev.ovi.runtime.pytorch.PickleValue.Tuple;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pickle machine that can build plain data and tensors and nothing else. In Python a pickle may name any function and
 * call it; here a name must be one of {@link PickleGlobal}, calling one runs no code but {@link TensorRebuilder}'s, and every
 * instruction outside the short list below is refused. Lengths are checked before anything is allocated, and nesting costs
 * no stack.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">the instructions</a>
 */
final class Unpickler {
    /** A state dict takes about thirty instructions a tensor, so this is enough for sixty thousand tensors. */
    private static final int MOST_INSTRUCTIONS = 2_000_000;

    private static final int NEWEST_PROTOCOL = 5;

    private final PickleInput input;
    private final TensorRebuilder rebuilder;
    private final List<PickleValue> stack = new ArrayList<>();
    private final Map<Integer, PickleValue> memo = new HashMap<>();

    private Unpickler(PickleInput input, TensorRebuilder rebuilder) {
        this.input = input;
        this.rebuilder = rebuilder;
    }

    /**
     * Runs a pickle.
     *
     * @return what it leaves on the stack
     * @throws CheckpointException if it is damaged, or wants anything but plain data and tensors
     */
    static PickleValue load(PickleInput input, TensorRebuilder rebuilder) {
        return new Unpickler(input, rebuilder).run();
    }

    private PickleValue run() {
        for (int i = 0; i < MOST_INSTRUCTIONS; i++) {
            int opcode = input.opcode();
            if (opcode == '.') {
                PickleValue result = pop();
                if (!stack.isEmpty()) {
                    throw input.damaged("it ends with " + stack.size() + " values too many");
                }
                return result;
            }
            execute(opcode);
        }
        throw input.refused("it has more than " + MOST_INSTRUCTIONS + " instructions");
    }

    private void execute(int opcode) {
        switch (opcode) {
            case 0x80 -> requireProtocol(input.u8()); // PROTO
            case 0x95 -> input.u64(); // FRAME: only a hint how far to read ahead

            case 'N' -> push(new None());
            case 0x88 -> push(new Bool(true)); // NEWTRUE
            case 0x89 -> push(new Bool(false)); // NEWFALSE
            case 'K' -> push(new Int(input.u8())); // BININT1
            case 'M' -> push(new Int(input.u16())); // BININT2
            case 'J' -> push(new Int(input.i32())); // BININT
            case 0x8a -> push(new Int(input.integer(input.u8()))); // LONG1
            case 0x8b -> push(new Int(input.integer(input.u32()))); // LONG4
            case 'G' -> push(new Real(input.bigEndianDouble())); // BINFLOAT
            case 0x8c -> push(new Text(input.text(input.u8()))); // SHORT_BINUNICODE
            case 'X' -> push(new Text(input.text(input.u32()))); // BINUNICODE
            case 0x8d -> push(new Text(input.text(input.u64()))); // BINUNICODE8

            case '(' -> stack.add(new Mark());
            case ')' -> push(new Tuple(List.of())); // EMPTY_TUPLE
            case 0x85 -> push(new Tuple(popSome(1))); // TUPLE1
            case 0x86 -> push(new Tuple(popSome(2))); // TUPLE2
            case 0x87 -> push(new Tuple(popSome(3))); // TUPLE3
            case 't' -> push(new Tuple(popToMark()));
            case ']' -> push(new Sequence()); // EMPTY_LIST
            case 'a' -> append(popSome(1));
            case 'e' -> append(popToMark()); // APPENDS
            case '}' -> push(new Dict(false)); // EMPTY_DICT
            case 's' -> setItems(popSome(2)); // SETITEM
            case 'u' -> setItems(popToMark()); // SETITEMS

            case 'q' -> remember(input.u8()); // BINPUT
            case 'r' -> remember(Math.toIntExact(Math.min(input.u32(), Integer.MAX_VALUE))); // LONG_BINPUT
            case 0x94 -> remember(memo.size()); // MEMOIZE
            case 'h' -> recall(input.u8()); // BINGET
            case 'j' -> recall(Math.toIntExact(Math.min(input.u32(), Integer.MAX_VALUE))); // LONG_BINGET

            case 'c' -> push(known(input.line(), input.line())); // GLOBAL
            case 0x93 -> push(knownFromStack()); // STACK_GLOBAL
            case 'Q' -> push(rebuilder.storage(pop())); // BINPERSID
            case 'R' -> reduce();
            case 'b' -> build();
            default -> throw input.refused("it uses the instruction " + PickleInput.opcodeName(opcode));
        }
    }

    private void requireProtocol(int protocol) {
        if (protocol > NEWEST_PROTOCOL) {
            throw input.damaged("its pickle protocol is " + protocol + ", expected at most " + NEWEST_PROTOCOL);
        }
    }

    private void append(List<PickleValue> items) {
        switch (peek()) {
            case Sequence list -> list.items.addAll(items);
            case PickleValue other -> throw input.damaged("it appends to " + other.kind());
        }
    }

    private void setItems(List<PickleValue> keysAndValues) {
        if (!(peek() instanceof Dict dict)) {
            throw input.damaged("it sets entries of " + peek().kind());
        }
        if (keysAndValues.size() % 2 != 0) {
            throw input.damaged("it sets a dict's key without a value");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            if (!(keysAndValues.get(i) instanceof Text(String key))) {
                throw input.refused("a dict has " + keysAndValues.get(i).kind() + " as a key, expected strings only");
            }
            dict.entries.put(key, keysAndValues.get(i + 1));
        }
    }

    private void remember(int index) {
        memo.put(index, peek());
    }

    private void recall(int index) {
        PickleValue value = memo.get(index);
        if (value == null) {
            throw input.damaged("it uses the value " + index + " before making it");
        }
        push(value);
    }

    private Known known(String module, String name) {
        return PickleGlobal.find(module, name)
                .map(Known::new)
                .orElseThrow(() -> input.refused("it names " + Describe.name(module + "." + name)));
    }

    private Known knownFromStack() {
        List<PickleValue> names = popSome(2);
        if (names.get(0) instanceof Text(String module) && names.get(1) instanceof Text(String name)) {
            return known(module, name);
        }
        throw input.damaged("it names something by " + names.get(0).kind());
    }

    private void reduce() {
        PickleValue arguments = pop();
        PickleValue function = pop();
        if (!(function instanceof Known(PickleGlobal global))) {
            throw input.refused("it calls " + function.kind());
        }
        if (!(arguments instanceof Tuple(List<PickleValue> items))) {
            throw input.damaged("it calls " + global.pythonName() + " with " + arguments.kind() + ", expected a tuple");
        }
        if (global != PickleGlobal.ORDERED_DICT) {
            push(rebuilder.call(global, items));
        } else if (items.isEmpty()) {
            push(new Dict(true));
        } else {
            throw input.refused("it calls " + global.pythonName() + " with arguments, expected none");
        }
    }

    /** Attributes of an ordered dict are skipped: PyTorch hangs version numbers of modules there. */
    private void build() {
        PickleValue state = pop();
        if (!(peek() instanceof Dict dict && dict.ordered) || !(state instanceof Dict)) {
            throw input.refused("it sets the state of " + peek().kind());
        }
    }

    private void push(PickleValue value) {
        stack.add(value);
    }

    private PickleValue peek() {
        if (stack.isEmpty() || stack.getLast() instanceof Mark) {
            throw input.damaged("it takes a value that is not there");
        }
        return stack.getLast();
    }

    private PickleValue pop() {
        PickleValue value = peek();
        stack.removeLast();
        return value;
    }

    private List<PickleValue> popSome(int count) {
        PickleValue[] values = new PickleValue[count];
        for (int i = count - 1; i >= 0; i--) {
            values[i] = pop();
        }
        return List.of(values);
    }

    private List<PickleValue> popToMark() {
        for (int i = stack.size() - 1; i >= 0; i--) {
            if (stack.get(i) instanceof Mark) {
                List<PickleValue> tail = stack.subList(i, stack.size());
                List<PickleValue> items = List.copyOf(tail.subList(1, tail.size()));
                tail.clear();
                return items;
            }
        }
        throw input.damaged("it ends a list that it never began");
    }
}
