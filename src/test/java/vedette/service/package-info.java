/** The sensor as a service: the units, held against the service manager's own judgement. */
@NullMarked
package vedette.service;

import org.jspecify.annotations.NullMarked;
