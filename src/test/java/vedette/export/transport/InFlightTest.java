package vedette.export.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vedette.export.ExportCounters;

class InFlightTest {
    private static final int UNREAD = 1_000;

    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final Connection connection = new Connection();
    private final List<Message> safe = new ArrayList<>();
    private long nowNs = Long.MAX_VALUE - 5;
    private final InFlight<Message> window = new InFlight<>(safe::add, () -> nowNs);

    /** A hundred octets of one record. */
    private final class Message extends InFlight.Message {
        Message() {
            super(counters, 1, 0, 0, false);
        }

        @Override
        protected int length() {
            return 100;
        }
    }

    private static final class Connection implements StreamConnection {
        private long unsent;
        private long acknowledged;

        @Override
        public void tend() {}

        @Override
        public long ordinal() {
            return 1;
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void write(ByteBuffer message) {}

        @Override
        public long unsent() {
            return unsent;
        }

        @Override
        public long acknowledged() {
            return acknowledged;
        }

        @Override
        public boolean isReadAtEnd() {
            return false;
        }

        @Override
        public int unread() {
            return UNREAD;
        }

        @Override
        public void close() {}
    }

    private void write(int messages) {
        for (int i = 0; i < messages; i++) {
            window.add(new Message());
        }
    }

    private void settleAfter(long minutes) {
        nowNs += TimeUnit.MINUTES.toNanos(minutes);
        window.settle(connection);
    }

    @Test
    void whatTheOperatingSystemHasTakenWasSent() {
        write(10);
        connection.unsent = 350;
        assertThat(window.settle(connection)).isEqualTo(650);
        assertThat(counters.sent().records()).isEqualTo(6);
        assertThat(safe).isEmpty();
        assertThat(window.all()).hasSize(10);
    }

    @Test
    void whatWasNotAcknowledgedIsKeptHoweverMuchItIs() {
        write(50_000);
        connection.acknowledged = 200;
        settleAfter(0);
        settleAfter(60);
        settleAfter(60);
        assertThat(safe).isEmpty();
        assertThat(window.takeAll()).hasSize(50_000);
    }

    @Test
    void ofWhatWasAcknowledgedTheLastIsKept() {
        write(30);
        connection.acknowledged = 2_050;
        settleAfter(0);
        assertThat(safe).hasSize(10);
        assertThat(window.all()).hasSize(20);
        assertThat(counters.sent().records()).isEqualTo(30);
    }

    @Test
    void whatWasAcknowledgedLongAgoIsNotKept() {
        write(5);
        connection.acknowledged = 500;
        settleAfter(0);
        settleAfter(9);
        write(1);
        connection.acknowledged = 600;
        settleAfter(0);
        assertThat(safe).isEmpty();
        settleAfter(2);
        assertThat(safe).hasSize(5);
        assertThat(window.all()).hasSize(1);
    }

    @Test
    void aProcessThatHasLetItsHostAcknowledgeNothingMoreHasNotReadWhatWasLongAgo() {
        write(6);
        connection.acknowledged = 500;
        for (int minute = 0; minute < 60; minute++) {
            settleAfter(1);
        }
        assertThat(safe).isEmpty();
        connection.acknowledged = 600;
        settleAfter(0);
        settleAfter(9);
        assertThat(safe).isEmpty();
        settleAfter(2);
        assertThat(safe).hasSize(6);
    }

    @Test
    void whatWasAcknowledgedIsSafeWhenTheCollectorHadReadIt() {
        write(5);
        connection.acknowledged = 350;
        window.settle(connection);
        window.settleAcknowledged();
        assertThat(safe).hasSize(3);
        assertThat(window.takeAll()).hasSize(2);
    }

    @Test
    void aNewConnectionBeginsWithNothing() {
        write(3);
        connection.acknowledged = 100;
        window.settle(connection);
        assertThat(window.takeAll()).hasSize(3);
        assertThat(window.isEmpty()).isTrue();
        write(1);
        connection.acknowledged = 0;
        window.settle(connection);
        assertThat(window.all()).hasSize(1);
        assertThat(safe).isEmpty();
    }
}
