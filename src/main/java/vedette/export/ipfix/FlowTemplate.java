package vedette.export.ipfix;

import java.util.ArrayList;
import java.util.List;

/** A template of flow records, made of sections. */
final class FlowTemplate extends Template {
    private final FlowSection[] sections;
    private final boolean allReverse;

    /** @param layout a fresh one, in which the sections list their fields */
    FlowTemplate(int id, List<FlowSection> sections, Layout layout) {
        super(id, 0, layout.list(sections));
        this.sections = sections.toArray(FlowSection[]::new);
        this.allReverse = layout.reverseAll;
    }

    FlowSection[] sections() {
        return sections;
    }

    /** Whether every element that has a reverse is followed by it. */
    boolean hasAllReverse() {
        return allReverse;
    }

    /** The fields of a template in the making. */
    static final class Layout {
        private final List<Field> fields = new ArrayList<>();
        private final boolean ipv6;
        private final boolean reverseCounters;
        private final boolean reverseAll;
        private final long enterprise;

        /**
         * @param reverseCounters whether counters are followed by their reverse
         * @param reverseAll whether every element that has a reverse is followed by it
         * @param enterprise whose the elements of our own are, 0 if there are none
         */
        Layout(boolean ipv6, boolean reverseCounters, boolean reverseAll, long enterprise) {
            this.ipv6 = ipv6;
            this.reverseCounters = reverseCounters;
            this.reverseAll = reverseAll;
            this.enterprise = enterprise;
        }

        private List<Field> list(List<FlowSection> sections) {
            for (FlowSection section : sections) {
                section.list(this);
            }
            return fields;
        }

        boolean isIpv6() {
            return ipv6;
        }

        boolean isBiflow() {
            return reverseCounters;
        }

        Layout one(InformationElement element) {
            fields.add(new Field(element, element.type().length(), false));
            return this;
        }

        /** A text that says its own length. */
        Layout text(InformationElement element) {
            fields.add(new Field(element, Field.VARIABLE, false));
            return this;
        }

        /** A counter, with its reverse in every biflow. */
        Layout counter(InformationElement element) {
            one(element);
            if (reverseCounters) {
                fields.add(new Field(element, element.type().length(), true));
            }
            return this;
        }

        /** An element with its reverse where the template has all of them. */
        Layout both(InformationElement element) {
            return sized(element, element.type().length());
        }

        Layout sized(InformationElement element, int length) {
            fields.add(new Field(element, length, false));
            if (reverseAll) {
                fields.add(new Field(element, length, true));
            }
            return this;
        }

        /** CERT's element, with its reverse in every biflow. */
        Layout cert(CertElement element, int length) {
            fields.add(new Field(element, length, CertElement.ENTERPRISE));
            if (reverseCounters && element.isReversible()) {
                fields.add(new Field(new EnterpriseReverse(element), length, CertElement.ENTERPRISE));
            }
            return this;
        }

        /** A text of our own that says its own length. */
        Layout ownText(FlowElement element) {
            fields.add(new Field(element, Field.VARIABLE, enterprise));
            return this;
        }

        /** An element of our own, with its reverse if it has one and the template has all of them. */
        Layout own(FlowElement element, int length) {
            fields.add(new Field(element, length, enterprise));
            if (reverseAll && element.isReversible()) {
                fields.add(new Field(new EnterpriseReverse(element), length, enterprise));
            }
            return this;
        }
    }
}
