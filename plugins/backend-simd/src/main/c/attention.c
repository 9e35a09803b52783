/*
 * Flash attention whose probabilities can be seen.
 *
 * Lanes of a vector are queries. A group of LANES queries lies in memory as [width][LANES], so that keys and values
 * need not be transposed, and what a softmax does with its row is done for all lanes at once. Keys and values come in
 * blocks that stay in the first cache while all groups of a tile pass over them; each group carries the greatest logit,
 * the sum of exponentials and the unnormalised output from block to block.
 *
 * Once a group has seen all keys, the probability of any of them is exp(logit - greatest) / sum. Captured positions go
 * through the same functions once more for it, unless all keys are one block; so the output does not depend on whether
 * anything is captured.
 */
#include "attention.h"

#include <immintrin.h>
#include <stdlib.h>

#define inline_always static inline __attribute__((always_inline))

/* For inner loops that lose registers to their surroundings, or take them from those, when they are inlined. */
#define inline_never static __attribute__((noinline))

enum {
    LANES = 16,
    BLOCK = 64,       /* keys */
    ROWS = 6,         /* keys whose logits are kept in registers */
    COLUMNS = 4,      /* columns of the output that are kept in registers */
    LEAST_GROUPS = 8, /* of a tile */
    MOST_GROUPS = 32
};

inline_always int64_t at_most(int64_t most, int64_t count) {
    return count < most ? count : most;
}

/* Two vectors: a value for each lane. */
typedef struct {
    __m256 low;
    __m256 high;
} lanes;

inline_always lanes load(const float *from) {
    return (lanes){_mm256_load_ps(from), _mm256_load_ps(from + 8)};
}

inline_always void store(float *to, lanes value) {
    _mm256_store_ps(to, value.low);
    _mm256_store_ps(to + 8, value.high);
}

inline_always lanes all(float value) {
    return (lanes){_mm256_set1_ps(value), _mm256_set1_ps(value)};
}

inline_always lanes add(lanes a, lanes b) {
    return (lanes){_mm256_add_ps(a.low, b.low), _mm256_add_ps(a.high, b.high)};
}

inline_always lanes sub(lanes a, lanes b) {
    return (lanes){_mm256_sub_ps(a.low, b.low), _mm256_sub_ps(a.high, b.high)};
}

inline_always lanes mul(lanes a, lanes b) {
    return (lanes){_mm256_mul_ps(a.low, b.low), _mm256_mul_ps(a.high, b.high)};
}

/* a * b + c */
inline_always lanes multiply_add(lanes a, lanes b, lanes c) {
    return (lanes){_mm256_fmadd_ps(a.low, b.low, c.low), _mm256_fmadd_ps(a.high, b.high, c.high)};
}

/* A NaN in b stays. */
inline_always lanes greater(lanes a, lanes b) {
    return (lanes){_mm256_max_ps(a.low, b.low), _mm256_max_ps(a.high, b.high)};
}

/* e^x for x <= 0, within two units in the last place; 0 where that would be subnormal. */
inline_always __m256 exp_vector(__m256 x) {
    const __m256 magic = _mm256_set1_ps(0x1.8p23f); /* a sum with it has the nearest integer in its low bits */
    __m256 shifted = _mm256_fmadd_ps(x, _mm256_set1_ps(0x1.715476p0f), magic); /* log2(e) */
    __m256 n = _mm256_sub_ps(shifted, magic);
    /* x - n ln(2), which is subtracted in two parts: the first is exact */
    __m256 f = _mm256_fmadd_ps(n, _mm256_set1_ps(-0x1.62e400p-1f), x);
    f = _mm256_fmadd_ps(n, _mm256_set1_ps(-0x1.7f7d1cp-20f), f);
    /* e^f for |f| <= ln(2)/2; the polynomial with the least relative error, 4e-9 */
    __m256 p = _mm256_set1_ps(0.0013814613f);
    p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(0.00836871f));
    p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(0.04166839f));
    p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(0.16666521f));
    p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(0.49999994f));
    p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(1.0f));
    p = _mm256_fmadd_ps(p, f, _mm256_set1_ps(1.0f));
    __m256i scaled = _mm256_add_epi32(_mm256_castps_si256(p), _mm256_slli_epi32(_mm256_castps_si256(shifted), 23));
    __m256 normal = _mm256_cmp_ps(x, _mm256_set1_ps(-0x1.5cp6f), _CMP_NLT_UQ); /* -87; true for NaN */
    return _mm256_and_ps(_mm256_castsi256_ps(scaled), normal);
}

inline_always lanes exponentials(lanes x) {
    return (lanes){exp_vector(x.low), exp_vector(x.high)};
}

/* What a thread works with. The lengths depend on the width. */
typedef struct {
    float greatest[MOST_GROUPS][LANES]; /* of the logits so far */
    float sum[MOST_GROUPS][LANES];      /* of exp(logit - greatest) so far */
    float logits[BLOCK][LANES];         /* of a group and a block of keys; then their exponentials */
    float *queries;                     /* [groups][width][LANES], times the scale */
    float *outputs;                     /* [groups][width][LANES] */
    float *keys;                        /* [BLOCK][width] */
    float *values;                      /* [BLOCK][width] */
    float *row;                         /* [width] */
} scratch;

/* Some queries. */
typedef struct {
    const ovi_attention *call;
    int64_t start;
    int64_t count;
    int64_t groups;
} tile;

inline_always float element(const ovi_matrices *matrices, int32_t dtype, int64_t index) {
    if (dtype == OVI_FLOAT32) {
        return ((const float *)matrices->data)[index];
    }
    union { uint32_t bits; float value; } wide = {(uint32_t)((const uint16_t *)matrices->data)[index] << 16};
    return wide.value;
}

/* The nearest bfloat16, the even one of two. */
inline_always uint16_t bfloat16(float value) {
    union { float value; uint32_t bits; } wide = {value};
    if (value != value) {
        return 0x7fc0;
    }
    return (uint16_t)((wide.bits + 0x7fff + (wide.bits >> 16 & 1)) >> 16);
}

/* Reads a row of a matrix. */
static void load_row(
        const ovi_attention *call, const ovi_matrices *matrices, int64_t head, int64_t row, float *restrict to) {
    int64_t from = head * matrices->head + row * matrices->row;
    if (call->dtype == OVI_FLOAT32 && matrices->column == 1) {
        const float *source = (const float *)matrices->data + from;
        for (int64_t d = 0; d < call->width; d++) {
            to[d] = source[d];
        }
    } else {
        for (int64_t d = 0; d < call->width; d++) {
            to[d] = element(matrices, call->dtype, from + d * matrices->column);
        }
    }
}

/* Reads rows of a matrix into scratch. Row i is `chosen[i]`, or `first + i` without a choice. */
inline_never void load_rows(
        const ovi_attention *call,
        const ovi_matrices *matrices,
        int64_t head,
        int64_t first,
        const int32_t *chosen,
        int64_t count,
        float *to) {
    for (int64_t i = 0; i < count; i++) {
        load_row(call, matrices, head, chosen ? chosen[i] : first + i, to + i * call->width);
    }
}

static void load_queries(const tile *of, scratch *s, int64_t head) {
    int64_t width = of->call->width;
    for (int64_t query = 0; query < of->groups * LANES; query++) {
        float scale = query < of->count ? of->call->scale : 0;
        load_row(of->call, &of->call->query, head, of->start + (query < of->count ? query : 0), s->row);
        float *to = s->queries + query / LANES * width * LANES + query % LANES;
        for (int64_t d = 0; d < width; d++) {
            to[d * LANES] = scale * s->row[d];
        }
    }
}

static void store_outputs(const tile *of, int64_t head, const scratch *s) {
    const ovi_attention *call = of->call;
    for (int64_t query = 0; query < of->count; query++) {
        int64_t group = query / LANES;
        int64_t lane = query % LANES;
        const float *from = s->outputs + group * call->width * LANES + lane;
        float factor = call->keys > 0 ? 1 / s->sum[group][lane] : 0;
        int64_t to = head * call->out.head + (of->start + query) * call->out.row;
        for (int64_t d = 0; d < call->width; d++) {
            float value = from[d * LANES] * factor;
            int64_t index = to + d * call->out.column;
            if (call->dtype == OVI_FLOAT32) {
                ((float *)call->out.data)[index] = value;
            } else {
                ((uint16_t *)call->out.data)[index] = bfloat16(value);
            }
        }
    }
}

/* The logits of `rows` keys: constant where this is called, so that they are in registers. */
inline_always void dot_rows(const float *queries, const float *keys, int64_t width, float *logits, const int rows) {
    lanes sums[ROWS];
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) {
        sums[r] = all(0);
    }
    for (int64_t d = 0; d < width; d++) {
        lanes q = load(queries + d * LANES);
#pragma GCC unroll 8
        for (int r = 0; r < rows; r++) {
            sums[r] = multiply_add(all(keys[r * width + d]), q, sums[r]);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) {
        store(logits + r * LANES, sums[r]);
    }
}

inline_never void dots(
        const float *queries, const float *keys, int64_t count, int64_t width, float *logits) {
    int64_t row = 0;
    for (; row + ROWS <= count; row += ROWS) {
        dot_rows(queries, keys + row * width, width, logits + row * LANES, ROWS);
    }
    for (; row + 2 <= count; row += 2) {
        dot_rows(queries, keys + row * width, width, logits + row * LANES, 2);
    }
    for (; row < count; row++) {
        dot_rows(queries, keys + row * width, width, logits + row * LANES, 1);
    }
}

/* Adds a bias to the logits of a key. */
static void add_bias(const tile *of, int64_t head, int64_t group, int64_t key, float *logits) {
    const ovi_matrices *bias = &of->call->bias;
    int64_t from = head * bias->head + (of->start + group * LANES) * bias->row + key * bias->column;
    for (int64_t lane = 0; lane < LANES && group * LANES + lane < of->count; lane++) {
        logits[lane] += ((const float *)bias->data)[from + lane * bias->row];
    }
}

/* The logits of a group for the keys in scratch. Key i is `chosen[i]`, or `first + i` without a choice. */
static void fill_logits(
        const tile *of, scratch *s, int64_t head, int64_t group, int64_t first, const int32_t *chosen, int64_t count) {
    const ovi_attention *call = of->call;
    dots(s->queries + group * call->width * LANES, s->keys, count, call->width, s->logits[0]);
    for (int64_t i = 0; i < count && (call->bias.data || call->raise != 0); i++) {
        int64_t key = chosen ? chosen[i] : first + i;
        if (call->bias.data) {
            add_bias(of, head, group, key, s->logits[i]);
        }
        if (key == call->keys - 1) {
            store(s->logits[i], add(load(s->logits[i]), all(call->raise)));
        }
    }
}

/* Turns logits into exp(logit - greatest), and returns their sum. */
inline_always lanes exponentiate(float (*logits)[LANES], int64_t count, lanes greatest) {
    lanes sum = all(0);
    for (int64_t i = 0; i < count; i++) {
        lanes p = exponentials(sub(load(logits[i]), greatest));
        store(logits[i], p);
        sum = add(sum, p);
    }
    return sum;
}

/* What the greatest logit is taken for: 0 as long as all keys were removed. */
inline_always lanes reference(lanes greatest) {
    const __m256 none = _mm256_set1_ps(-__builtin_inff());
    return (lanes){
            _mm256_andnot_ps(_mm256_cmp_ps(greatest.low, none, _CMP_EQ_OQ), greatest.low),
            _mm256_andnot_ps(_mm256_cmp_ps(greatest.high, none, _CMP_EQ_OQ), greatest.high)};
}

/* Adds weighted values to `columns` columns of a group's output: constant where this is called. */
inline_always void weigh_columns(
        const float (*weights)[LANES],
        const float *values,
        int64_t count,
        int64_t width,
        lanes correction,
        float *outputs,
        const int columns) {
    lanes sums[COLUMNS];
#pragma GCC unroll 8
    for (int c = 0; c < columns; c++) {
        sums[c] = all(0);
    }
    for (int64_t i = 0; i < count; i++) {
        lanes p = load(weights[i]);
#pragma GCC unroll 8
        for (int c = 0; c < columns; c++) {
            sums[c] = multiply_add(all(values[i * width + c]), p, sums[c]);
        }
    }
#pragma GCC unroll 8
    for (int c = 0; c < columns; c++) {
        store(outputs + c * LANES, multiply_add(load(outputs + c * LANES), correction, sums[c]));
    }
}

inline_never void weigh(scratch *s, int64_t group, int64_t count, int64_t width, lanes correction) {
    float *outputs = s->outputs + group * width * LANES;
    const float(*weights)[LANES] = (const float(*)[LANES])s->logits;
    int64_t d = 0;
    for (; d + COLUMNS <= width; d += COLUMNS) {
        weigh_columns(weights, s->values + d, count, width, correction, outputs + d * LANES, COLUMNS);
    }
    for (; d < width; d++) {
        weigh_columns(weights, s->values + d, count, width, correction, outputs + d * LANES, 1);
    }
}

/* Takes a block of keys and values into a group's softmax and output. */
static void attend_block(const tile *of, scratch *s, int64_t head, int64_t group, int64_t first, int64_t count) {
    fill_logits(of, s, head, group, first, NULL, count);
    lanes before = load(s->greatest[group]);
    lanes greatest = before;
    for (int64_t i = 0; i < count; i++) {
        greatest = greater(greatest, load(s->logits[i]));
    }
    lanes now = reference(greatest);
    lanes correction = exponentials(sub(before, now));
    lanes sum = exponentiate(s->logits, count, now);
    store(s->greatest[group], greatest);
    store(s->sum[group], multiply_add(load(s->sum[group]), correction, sum));
    weigh(s, group, count, of->call->width, correction);
}

/* What a group's exponentials are multiplied by before they are added to the buffer. */
static lanes share(const ovi_attention *call, const scratch *s, int64_t group) {
    lanes weight = all(call->per_head ? call->weight : call->weight / (float)call->heads);
    lanes sum = load(s->sum[group]);
    return (lanes){_mm256_div_ps(weight.low, sum.low), _mm256_div_ps(weight.high, sum.high)};
}

/* The buffer's row for a position. */
static float *buffer_row(const ovi_attention *call, int64_t head, int64_t position, int64_t length) {
    return call->buffer + ((call->per_head ? head * call->position_count : 0) + position) * length;
}

/* Adds a row of lanes to as many floats of memory. */
static void add_to(float *to, lanes value, int64_t count) {
    if (count >= LANES) {
        _mm256_storeu_ps(to, _mm256_add_ps(_mm256_loadu_ps(to), value.low));
        _mm256_storeu_ps(to + 8, _mm256_add_ps(_mm256_loadu_ps(to + 8), value.high));
        return;
    }
    float row[LANES] __attribute__((aligned(32)));
    store(row, value);
    for (int64_t lane = 0; lane < count; lane++) {
        to[lane] += row[lane];
    }
}

/* Adds a group's probabilities for captured keys: position first + i has row rows[i] of scratch, or row i. */
static void add_keys(
        const tile *of,
        const scratch *s,
        int64_t head,
        int64_t group,
        int64_t first,
        int64_t count,
        const int32_t *rows) {
    const ovi_attention *call = of->call;
    lanes factor = share(call, s, group);
    int64_t place = group * LANES;
    for (int64_t i = 0; i < count; i++) {
        float *to = buffer_row(call, head, first + i, call->queries) + of->start + place;
        add_to(to, mul(load(s->logits[rows ? rows[i] : i]), factor), of->count - place);
    }
}

/* Whether captured keys are seen while they are attended to, for which all keys must be in scratch at once. */
static int is_seen_at_once(const ovi_attention *call) {
    return call->captured == OVI_KEYS && call->keys <= BLOCK;
}

static void attend_head(const tile *of, scratch *s, int64_t head) {
    const ovi_attention *call = of->call;
    load_queries(of, s, head);
    for (int64_t i = 0; i < of->groups * call->width * LANES; i++) {
        s->outputs[i] = 0;
    }
    for (int64_t group = 0; group < of->groups; group++) {
        store(s->greatest[group], all(-__builtin_inff()));
        store(s->sum[group], all(0));
    }
    for (int64_t first = 0; first < call->keys; first += BLOCK) {
        int64_t count = at_most(BLOCK, call->keys - first);
        load_rows(call, &call->key, head, first, NULL, count, s->keys);
        load_rows(call, &call->value, head, first, NULL, count, s->values);
        for (int64_t group = 0; group < of->groups; group++) {
            attend_block(of, s, head, group, first, count);
            if (is_seen_at_once(call)) {
                add_keys(of, s, head, group, 0, call->position_count, call->positions);
            }
        }
    }
    store_outputs(of, head, s);
}

/* The probabilities of a group for the keys in scratch. */
static void fill_probabilities(
        const tile *of, scratch *s, int64_t head, int64_t group, int64_t first, const int32_t *chosen, int64_t count) {
    fill_logits(of, s, head, group, first, chosen, count);
    exponentiate(s->logits, count, reference(load(s->greatest[group])));
}

/* Adds what a tile's queries give to captured keys. */
static void see_keys(const tile *of, scratch *s, int64_t head) {
    const ovi_attention *call = of->call;
    for (int64_t first = 0; first < call->position_count; first += BLOCK) {
        int64_t count = at_most(BLOCK, call->position_count - first);
        const int32_t *chosen = call->positions + first;
        load_rows(call, &call->key, head, 0, chosen, count, s->keys);
        for (int64_t group = 0; group < of->groups; group++) {
            fill_probabilities(of, s, head, group, 0, chosen, count);
            add_keys(of, s, head, group, first, count, NULL);
        }
    }
}

/* Whether a query is in a group of a tile. */
static int is_in(const tile *of, int64_t group, int64_t query) {
    int64_t lane = query - of->start - group * LANES;
    return lane >= 0 && lane < LANES && query < of->start + of->count;
}

/* Adds what the captured ones of a group's queries give to the keys in scratch. */
static void see_queries(const tile *of, scratch *s, int64_t head, int64_t group, int64_t first, int64_t count) {
    const ovi_attention *call = of->call;
    int filled = 0;
    for (int64_t position = 0; position < call->position_count; position++) {
        int64_t query = call->positions[position];
        if (!is_in(of, group, query)) {
            continue;
        }
        if (!filled) {
            fill_probabilities(of, s, head, group, first, NULL, count);
            lanes factor = share(call, s, group);
            for (int64_t i = 0; i < count; i++) {
                store(s->logits[i], mul(load(s->logits[i]), factor));
            }
            filled = 1;
        }
        int64_t lane = query - of->start - group * LANES;
        float *to = buffer_row(call, head, position, call->keys) + first;
        for (int64_t i = 0; i < count; i++) {
            to[i] += s->logits[i][lane];
        }
    }
}

static void see_all_queries(const tile *of, scratch *s, int64_t head) {
    const ovi_attention *call = of->call;
    for (int64_t first = 0; first < call->keys; first += BLOCK) {
        int64_t count = at_most(BLOCK, call->keys - first);
        load_rows(call, &call->key, head, first, NULL, count, s->keys);
        for (int64_t group = 0; group < of->groups; group++) {
            see_queries(of, s, head, group, first, count);
        }
    }
}

/* Groups of a tile: as many as keep queries and outputs in the second cache. */
static int64_t tile_groups(int64_t width) {
    int64_t groups = at_most(MOST_GROUPS, 1024 / width);
    return groups < LEAST_GROUPS ? LEAST_GROUPS : groups;
}

static int64_t aligned(int64_t bytes) {
    return (bytes + 63) / 64 * 64;
}

int64_t ovi_attention_scratch(int64_t width) {
    int64_t floats = (2 * tile_groups(width) * LANES + 2 * BLOCK + 1) * width;
    return aligned(sizeof(scratch)) + aligned(floats * (int64_t)sizeof(float));
}

int32_t ovi_attention_supported(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static void attend(const tile *of, scratch *s, int64_t head) {
    attend_head(of, s, head);
    if (of->call->captured == OVI_KEYS && !is_seen_at_once(of->call)) {
        see_keys(of, s, head);
    } else if (of->call->captured == OVI_QUERIES) {
        see_all_queries(of, s, head);
    }
}

void ovi_attention_run(int64_t begin, int64_t end, void *attention) {
    ovi_attention *call = attention;
    char *memory = aligned_alloc(64, ovi_attention_scratch(call->width));
    if (!memory) {
        call->failed = 1;
        return;
    }
    int64_t queries = tile_groups(call->width) * LANES;
    scratch *s = (scratch *)memory;
    s->queries = (float *)(memory + aligned(sizeof(scratch)));
    s->outputs = s->queries + queries * call->width;
    s->keys = s->outputs + queries * call->width;
    s->values = s->keys + BLOCK * call->width;
    s->row = s->values + BLOCK * call->width;
    int64_t last = at_most(call->queries, end * OVI_ITEM_QUERIES);
    /* Head by head, so that its keys and values are in the second cache for all tiles but the first. */
    for (int64_t head = 0; head < call->heads; head++) {
        for (int64_t start = begin * OVI_ITEM_QUERIES; start < last; start += queries) {
            int64_t count = at_most(queries, last - start);
            tile of = {call, start, count, (count + LANES - 1) / LANES};
            attend(&of, s, head);
        }
    }
    free(memory);
}
