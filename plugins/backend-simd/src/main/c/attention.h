/*
 * Attention for one range of queries, for CPUs with AVX2 and FMA. The Java side fills an ovi_attention and hands
 * ovi_attention_run with it to libtorch's torch_parallel_for, which splits the items among its threads.
 */
#ifndef OVI_ATTENTION_H
#define OVI_ATTENTION_H

#include <stdint.h>

#define OVI_EXPORT __attribute__((visibility("default")))

/* How many queries an item has: what is split among threads. */
#define OVI_ITEM_QUERIES 64

/* Elements of type float32 or bfloat16, and how far apart neighbours are along each axis, in elements. */
typedef struct {
    void *data;
    int64_t head;
    int64_t row;
    int64_t column;
} ovi_matrices;

enum { OVI_FLOAT32 = 0, OVI_BFLOAT16 = 1 };

enum { OVI_NOTHING = 0, OVI_KEYS = 1, OVI_QUERIES = 2 };

typedef struct {
    int64_t heads;
    int64_t queries;
    int64_t keys;
    int64_t width;
    ovi_matrices query; /* [heads, queries, width] */
    ovi_matrices key;   /* [heads, keys, width] */
    ovi_matrices value; /* [heads, keys, width] */
    ovi_matrices out;   /* [heads, queries, width] */
    ovi_matrices bias;  /* float32 [heads, queries, keys], added to the scaled logits; data is null if there is none */
    int32_t dtype;      /* of query, key, value and out */
    float scale;        /* the factor on logits */
    float raise;        /* added to the logits of the last key */

    int32_t captured;         /* OVI_NOTHING, OVI_KEYS or OVI_QUERIES */
    const int32_t *positions; /* indices of keys or queries, without repetition */
    int64_t position_count;
    float *buffer;            /* dense [positions, length], or [heads, positions, length]; is added to */
    int32_t per_head;         /* whether the buffer has heads */
    float weight;             /* the factor on what is added */

    int32_t failed; /* set where memory ran out */
} ovi_attention;

/* Whether this CPU can run it. */
OVI_EXPORT int32_t ovi_attention_supported(void);

/* The bytes that each thread holds meanwhile. */
OVI_EXPORT int64_t ovi_attention_scratch(int64_t width);

/* Computes the items from begin to end - 1 of an ovi_attention. */
OVI_EXPORT void ovi_attention_run(int64_t begin, int64_t end, void *attention);

#endif
