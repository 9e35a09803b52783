/*
 * The part of libtorch's stable C ABI that Ovi calls, written for jextract, which reads C only (PyTorch's own headers
 * are C++). The functions are declared in torch/csrc/inductor/aoti_torch/c/shim.h and torch/csrc/stable/c/shim.h of
 * PyTorch 2.10 and later, whose comments are the reference for ownership. Run generate.sh in this folder after a change.
 *
 * Opaque handles are declared as integers as wide as a pointer: they are passed in the same registers, and a Java long
 * costs nothing where a MemorySegment would be an object for each tensor that goes by.
 */
#include <stdbool.h>
#include <stdint.h>

typedef int32_t AOTITorchError; /* 0 is success */
typedef uint64_t AtenTensorHandle;
typedef uint64_t StableListHandle;
typedef uint64_t StringHandle;
typedef uint64_t StableIValue; /* one argument or result of the dispatcher */

/* Since 2.10. */
uint64_t aoti_torch_abi_version(void);

int32_t aoti_torch_device_type_cpu(void);
int32_t aoti_torch_device_type_cuda(void);

int32_t aoti_torch_dtype_bool(void);
int32_t aoti_torch_dtype_uint8(void);
int32_t aoti_torch_dtype_int8(void);
int32_t aoti_torch_dtype_float8_e4m3fn(void);
int32_t aoti_torch_dtype_float8_e5m2(void);
int32_t aoti_torch_dtype_int16(void);
int32_t aoti_torch_dtype_uint16(void);
int32_t aoti_torch_dtype_float16(void);
int32_t aoti_torch_dtype_bfloat16(void);
int32_t aoti_torch_dtype_int32(void);
int32_t aoti_torch_dtype_uint32(void);
int32_t aoti_torch_dtype_float32(void);
int32_t aoti_torch_dtype_float64(void);
int32_t aoti_torch_dtype_int64(void);
int32_t aoti_torch_dtype_uint64(void);

int32_t aoti_torch_layout_strided(void);
int32_t aoti_torch_memory_format_contiguous_format(void);
int32_t aoti_torch_memory_format_channels_last(void);
int32_t aoti_torch_memory_format_channels_last_3d(void);

void aoti_torch_grad_mode_set_enabled(bool enabled);
bool aoti_torch_grad_mode_is_enabled(void);

AOTITorchError aoti_torch_new_tensor_handle(AtenTensorHandle original, AtenTensorHandle *ret);
AOTITorchError aoti_torch_delete_tensor_object(AtenTensorHandle tensor);

/* The pointer to the first element, with the storage offset added; borrowed. */
AOTITorchError aoti_torch_get_data_ptr(AtenTensorHandle tensor, void **ret);
AOTITorchError aoti_torch_get_dim(AtenTensorHandle tensor, int64_t *ret);
AOTITorchError aoti_torch_get_sizes(AtenTensorHandle tensor, int64_t **ret);
AOTITorchError aoti_torch_get_strides(AtenTensorHandle tensor, int64_t **ret);
AOTITorchError aoti_torch_get_dtype(AtenTensorHandle tensor, int32_t *ret);
AOTITorchError aoti_torch_get_device_type(AtenTensorHandle tensor, int32_t *ret);
AOTITorchError aoti_torch_get_device_index(AtenTensorHandle tensor, int32_t *ret);

AOTITorchError aoti_torch_empty_strided(
    int64_t dim,
    const int64_t *sizes,
    const int64_t *strides,
    int32_t dtype,
    int32_t device_type,
    int32_t device_index,
    AtenTensorHandle *ret);

AOTITorchError aoti_torch_create_tensor_from_blob(
    void *data,
    int64_t dim,
    const int64_t *sizes,
    const int64_t *strides,
    int64_t storage_offset,
    int32_t dtype,
    int32_t device_type,
    int32_t device_index,
    AtenTensorHandle *ret);

AOTITorchError aoti_torch_scalar_to_tensor_float32(float value, AtenTensorHandle *ret);
AOTITorchError aoti_torch_scalar_to_tensor_float64(double value, AtenTensorHandle *ret);
AOTITorchError aoti_torch_scalar_to_tensor_int64(int64_t value, AtenTensorHandle *ret);
AOTITorchError aoti_torch_scalar_to_tensor_bool(bool value, AtenTensorHandle *ret);

AOTITorchError aoti_torch_copy_(AtenTensorHandle self, AtenTensorHandle source, int32_t non_blocking);
AOTITorchError aoti_torch_zero_(AtenTensorHandle self);

/* Operators with Scalar arguments, which cannot cross the dispatcher's ABI. */
AOTITorchError aoti_torch_aten_subtract_Tensor(
    AtenTensorHandle self, AtenTensorHandle other, double alpha, AtenTensorHandle *ret);
AOTITorchError aoti_torch_aten_fill__Scalar(AtenTensorHandle self, double value);

AOTITorchError torch_call_dispatcher(
    const char *op_name, const char *overload_name, StableIValue *stack, uint64_t extension_build_version);

AOTITorchError torch_new_list_reserve_size(uint64_t size, StableListHandle *ret);
AOTITorchError torch_list_size(StableListHandle list, uint64_t *ret);
AOTITorchError torch_list_get_item(StableListHandle list, uint64_t index, StableIValue *ret);
AOTITorchError torch_list_push_back(StableListHandle list, StableIValue item);
AOTITorchError torch_delete_list(StableListHandle list);
AOTITorchError torch_new_string_handle(const char *data, uint64_t length, StringHandle *ret);
AOTITorchError torch_get_num_threads(uint32_t *ret);

/* Calls function(begin, end, context), a void (*)(int64_t, int64_t, void *), for parts of a range on the threads that
 * operators use. */
AOTITorchError torch_parallel_for(int64_t begin, int64_t end, int64_t grain_size, void *function, void *context);

/* Since 2.11: the deleter runs when the last tensor over the memory is gone. */
AOTITorchError torch_from_blob(
    void *data,
    int64_t dim,
    const int64_t *sizes,
    const int64_t *strides,
    int64_t storage_offset,
    int32_t dtype,
    int32_t device_type,
    int32_t device_index,
    AtenTensorHandle *ret,
    int32_t layout,
    const uint8_t *opaque_metadata,
    int64_t opaque_metadata_size,
    void (*deleter)(void *data, void *context),
    void *deleter_context);

/* Since 2.13. */
const char *torch_exception_get_what_without_backtrace(void);
AOTITorchError torch_new_stable_ivalue(StableIValue **ret);

/* C++ operator new(size_t): what torch_new_stable_ivalue does, for the versions before it. */
void *_Znwm(uint64_t size);

/* libgomp and OpenBLAS keep a pool of threads each. */
void omp_set_num_threads(int32_t threads);
void openblas_set_num_threads(int32_t threads);
