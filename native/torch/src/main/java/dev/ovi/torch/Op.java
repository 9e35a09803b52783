package dev.ovi.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The operators in use by their names in the dispatcher's table, as C strings that live as long as the process. A constant's
 * name is the operator's, with its overload where several are in use; methods that call them say the schema.
 */
@SuppressWarnings("ImmutableEnumChecker") // nothing writes the strings
enum Op {
    ABS("aten::abs"),
    AMAX("aten::amax"),
    BMM("aten::bmm"),
    BMM_OUT("aten::bmm", "out"),
    CAT("aten::cat"),
    CLONE("aten::clone"),
    CONTIGUOUS("aten::contiguous"),
    CONV1D("aten::conv1d"),
    CONV2D("aten::conv2d"),
    CONV3D("aten::conv3d"),
    CONV_TRANSPOSE1D("aten::conv_transpose1d"),
    CUDNN_CONVOLUTION("aten::cudnn_convolution"),
    CUDNN_CONVOLUTION_TRANSPOSE("aten::cudnn_convolution_transpose"),
    DIV("aten::div", "Tensor"),
    EMBEDDING("aten::embedding"),
    EXP("aten::exp"),
    EXPAND("aten::expand"),
    EXP_("aten::exp_"),
    FLATTEN("aten::flatten", "using_ints"),
    FOREACH_ADDCMUL("aten::_foreach_addcmul", "Tensor"),
    FOREACH_ADDCMUL_("aten::_foreach_addcmul_", "Tensor"),
    GELU("aten::gelu"),
    HANN_WINDOW("aten::hann_window"),
    INDEX_SELECT("aten::index_select"),
    INDEX_SELECT_OUT("aten::index_select", "out"),
    LAYER_NORM("aten::layer_norm"),
    LINEAR("aten::linear"),
    LINEAR_POINTWISE("mkldnn::_linear_pointwise"),
    LOG("aten::log"),
    LOG10("aten::log10"),
    MATMUL("aten::matmul"),
    MAXIMUM("aten::maximum"),
    MEAN("aten::mean", "dim"),
    MINIMUM("aten::minimum"),
    MKLDNN_CONVOLUTION("aten::mkldnn_convolution"),
    MUL("aten::mul", "Tensor"),
    MUL_("aten::mul_", "Tensor"),
    NARROW("aten::narrow"),
    PAD("aten::pad"),
    PERMUTE("aten::permute"),
    RECIPROCAL("aten::reciprocal"),
    REPEAT("aten::repeat"),
    RESHAPE("aten::reshape"),
    RMS_NORM("aten::rms_norm"),
    SDPA("aten::scaled_dot_product_attention"),
    SDPA_FLASH_CPU("aten::_scaled_dot_product_flash_attention_for_cpu"),
    SELECT("aten::select", "int"),
    SIGMOID_("aten::sigmoid_"),
    SILU("aten::silu"),
    SILU_("aten::silu_"),
    SIN("aten::sin"),
    SOFTMAX("aten::softmax", "int"),
    SOFTMAX_OUT("aten::_softmax", "out"),
    SQRT("aten::sqrt"),
    SQUARE("aten::square"),
    SQUEEZE("aten::squeeze", "dim"),
    STACK("aten::stack"),
    STFT("aten::stft", "center"),
    SUM("aten::sum", "dim_IntList"),
    TANH("aten::tanh"),
    TO("aten::to", "device"),
    TO_DTYPE("aten::to", "dtype"),
    TRANSPOSE("aten::transpose", "int"),
    UNSQUEEZE("aten::unsqueeze"),
    UPSAMPLE_BICUBIC2D("aten::upsample_bicubic2d"),
    VIEW("aten::view"),
    VIEW_AS_COMPLEX("aten::view_as_complex"),
    VIEW_AS_REAL("aten::view_as_real");

    private final String qualifiedName;
    private final MemorySegment operator;
    private final MemorySegment overload;

    /** An operator whose schema has no overload name. */
    Op(String operator) {
        this(operator, "");
    }

    /**
     * @param operator the qualified name, {@code aten::mul}
     * @param overload what follows the dot in the schema, {@code Tensor}; empty where nothing does
     */
    Op(String operator, String overload) {
        this.qualifiedName = overload.isEmpty() ? operator : operator + "." + overload;
        this.operator = Arena.global().allocateFrom(operator);
        this.overload = Arena.global().allocateFrom(overload);
    }

    MemorySegment operator() {
        return operator;
    }

    MemorySegment overload() {
        return overload;
    }

    /** For messages: {@code aten::mul.Tensor}. */
    @Override
    public String toString() {
        return qualifiedName;
    }
}
