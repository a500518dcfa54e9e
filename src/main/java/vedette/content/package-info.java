/**
 * What the first payloads of a flow say: the service by its content, and a few fields of it. Payloads are read where they lie; no
 * octets can make a parser fail, and what is kept of a flow is bounded.
 */
@NullMarked
package vedette.content;

import org.jspecify.annotations.NullMarked;
