/** Measures the sensor: its stages by themselves, whole replays beside other flow meters, and what traffic to measure them with. */
package vedette.bench;
