/** The whole way of a packet held against the public captures and what other meters say of them. */
@NullMarked
package vedette.corpus;

import org.jspecify.annotations.NullMarked;
