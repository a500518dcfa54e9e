package vedette.report.page;

/** A piece of a page. */
@FunctionalInterface
interface Block {
    void tell(PageWriter writer);
}
