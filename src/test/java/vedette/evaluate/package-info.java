/** Measures what the detectors find in public captures, and what they tell without need. */
package vedette.evaluate;
