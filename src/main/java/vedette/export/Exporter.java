package vedette.export;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import vedette.detect.Alert;
import vedette.flow.Flow;

/**
 * Turns flow records, alerts or both into what one collector or file is given. Everything here runs on the thread of the
 * {@link ExportingAgent} that owns it.
 *
 * <p>An exporter counts each record it has been given as sent or dropped, at the latest when it is closed. An exception
 * means that it cannot go on: it is given nothing more but {@link #close()}, and the agent counts what it left open.
 * Its message is for an operator: what, which, why.
 */
public interface Exporter {
    /**
     * Called first.
     *
     * @param crowded says whether so much waits to be exported that some of it will soon be dropped
     */
    default void onStart(BooleanSupplier crowded) {}

    /** Keep no reference to the flow. May wait, for pacing or for a socket that is busy. */
    default void onFlow(Flow flow) throws IOException {}

    /** May wait like {@link #onFlow}. */
    default void onAlert(Alert alert) throws IOException {}

    /** Called now and then while nothing waits to be exported: the moment to send what is half full. */
    default void onIdle() throws IOException {}

    /** Hands over all that has been given so far. */
    void flush() throws IOException;

    /** Releases what the exporter holds; called once, after {@link #flush()} unless that or an earlier call failed. */
    void close() throws IOException;
}
