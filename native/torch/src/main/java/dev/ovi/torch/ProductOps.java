package dev.ovi.torch;

import org.jspecify.annotations.Nullable;

/** Products of matrices, and attention, which is made of them. */
public sealed interface ProductOps permits Ops {
    /**
     * What the fused attention returns.
     *
     * @param output {@code [batch, heads, queries, head size]}
     * @param logsumexp {@code [batch, heads, queries]}, float32, the logarithm of each softmax's denominator; not
     *     contiguous
     */
    record Attention(Tensor output, Tensor logsumexp) {}

    /**
     * {@code input·weightᵀ + bias}. {@code linear(Tensor input, Tensor weight, Tensor? bias=None)}, or where {@link
     * CpuLibraries} prefers oneDNN {@code mkldnn::_linear_pointwise(Tensor X, Tensor W, Tensor? B, str attr, Scalar?[]
     * scalars, str? algorithm)}. The weight should be dense: oneDNN takes hundreds of times as long for another.
     */
    default Tensor linear(Tensor input, Tensor weight, @Nullable Tensor bias) {
        return cpuLibraries().oneDnnMultiplies(input)
                ? call(Op.LINEAR_POINTWISE)
                        .tensor(input)
                        .tensor(weight)
                        .optional(bias)
                        .string(StringArgument.NONE)
                        .integers()
                        .none()
                        .run()
                : call(Op.LINEAR).tensor(input).tensor(weight).optional(bias).run();
    }

    /** {@code matmul(Tensor self, Tensor other)} */
    default Tensor matmul(Tensor self, Tensor other) {
        return call(Op.MATMUL).tensor(self).tensor(other).run();
    }

    /** {@code bmm(Tensor self, Tensor mat2)} */
    default Tensor bmm(Tensor self, Tensor other) {
        return call(Op.BMM).tensor(self).tensor(other).run();
    }

    /** {@code bmm.out(Tensor self, Tensor mat2, *, Tensor(a!) out)}: the product in memory that is there already. */
    default Tensor bmmOut(Tensor out, Tensor self, Tensor other) {
        return call(Op.BMM_OUT).tensor(self).tensor(other).tensor(out).runInPlace(out);
    }

    /**
     * The fused attention of the CPU: query, key and value {@code [batch, heads, length, head size]}, an additive mask
     * that broadcasts to {@code [batch, heads, queries, keys]}.
     * {@code _scaled_dot_product_flash_attention_for_cpu(Tensor query, Tensor key, Tensor value, float dropout_p=0.0, bool
     * is_causal=False, *, Tensor? attn_mask=None, float? scale=None) -> (Tensor output, Tensor logsumexp)}
     *
     * @param scale the factor of query·key, usually 1/√(head size)
     */
    default Attention scaledDotProductFlashAttentionForCpu(
            Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double scale) {
        Tensor[] results = call(Op.SDPA_FLASH_CPU)
                .tensor(query)
                .tensor(key)
                .tensor(value)
                .number(0)
                .bool(false)
                .optional(mask)
                .someNumber(scale)
                .runTuple(2, 2);
        return new Attention(results[0], results[1]);
    }

    /**
     * {@code scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float
     * dropout_p=0.0, bool is_causal=False, *, float? scale=None, bool enable_gqa=False)}
     */
    default Tensor scaledDotProductAttention(
            Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double scale) {
        return call(Op.SDPA)
                .tensor(query)
                .tensor(key)
                .tensor(value)
                .optional(mask)
                .number(0)
                .bool(false)
                .someNumber(scale)
                .bool(false)
                .run();
    }

    private Call call(Op op) {
        return ((Ops) this).call(op);
    }

    private CpuLibraries cpuLibraries() {
        return ((Ops) this).torch().cpuLibraries();
    }
}
