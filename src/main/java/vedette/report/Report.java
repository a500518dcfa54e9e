package vedette.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.report.page.Page;
import vedette.report.page.Section;

/** Makes the page of a capture. */
public final class Report {
    private final CaptureFacts facts;
    private final Account account;
    private final List<String> localNets;
    private final Geo geo;
    private @Nullable Scenes scenes;
    private ComparisonSection.@Nullable Subject other;

    /**
     * @param localNets prefixes of this site, as the configuration has them
     * @param geo where addresses are
     */
    public Report(CaptureFacts facts, Account account, List<String> localNets, Geo geo) {
        this.facts = facts;
        this.account = account;
        this.localNets = List.copyOf(localNets);
        this.geo = geo;
    }

    /** What shows the gravest alerts; without it, the report says that there was no second look. */
    public void scenes(Scenes seen) {
        scenes = seen;
    }

    /** Another capture, from which this one is to be told apart. */
    public void against(CaptureFacts otherFacts, Account otherAccount) {
        other = new ComparisonSection.Subject(otherFacts, otherAccount);
    }

    public Page page() {
        OverviewSection overview = new OverviewSection(facts, account);
        List<Section> sections = new ArrayList<>();
        sections.add(overview.section());
        String title = "Report on " + account.names();
        if (other != null) {
            sections.add(new ComparisonSection(new ComparisonSection.Subject(facts, account), other).section());
            title += " against " + other.account().names();
        }
        sections.add(new AlertSection(facts, account.alerts(), scenes).section());
        sections.add(new TimelineSection(facts).section());
        sections.add(new ProtocolSection(facts, account.tally()).section());
        sections.add(new DistributionSection(facts).section());
        sections.add(new HourSection(facts.frames()).section());
        sections.add(new TalkerSection(facts, account.tally()).section());
        sections.add(new ServiceSection(facts).section());
        sections.add(new GeoSection(account.tally(), facts.site().local(), geo).section());
        sections.add(new TransferSection(facts, localNets).section());
        sections.add(new PeerSection(facts.site(), localNets).section());
        sections.add(new QualitySection(facts, account).section());
        return new Page(title, overview.lede(), sections);
    }
}
