package dev.ovi.runtime.model.fusion;

import dev.ovi.torch.Tensor;
import java.util.List;

/**
 * The timesteps of one sequence, embedded. Upstream embeds and projects a timestep for every row; rows that share one get
 * the same result, so it is computed once for each distinct timestep.
 *
 * @param rows the rows of each distinct timestep, in order; together the whole sequence
 * @param embedding {@code [rows.size(), dim]}, for the head
 * @param projection {@code [rows.size(), 6, dim]}, for the blocks
 */
record TimeConditioning(List<Rows> rows, Tensor embedding, Tensor projection) {}
