/**
 * Flow records and alerts that do not tell whose traffic it was: addresses are replaced by a keyed one-to-one mapping that keeps
 * prefixes.
 */
@NullMarked
package vedette.export.anonymize;

import org.jspecify.annotations.NullMarked;
