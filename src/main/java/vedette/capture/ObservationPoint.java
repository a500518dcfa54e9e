package vedette.capture;

/**
 * An interface packets were seen at (RFC 7011 §2).
 *
 * @param name the interface's name: the system's when live, the file's if it says one, else {@code if} and its number there
 * @param index the system's ifIndex when live, else a number from 1 in the order in which the interfaces appeared
 * @param linkType link-layer header type of its frames, see {@link vedette.net.LinkType}
 */
public record ObservationPoint(String name, int index, int linkType) {}
