/**
 * libtorch through its stable C ABI: finding and loading it, tensors and the scopes that own them, and one typed method
 * for each operator in use. Nothing here knows about models, plugins or files of weights.
 */
@NullMarked
package dev.ovi.torch;

import org.jspecify.annotations.NullMarked;
