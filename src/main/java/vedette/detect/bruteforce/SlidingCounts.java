package vedette.detect.bruteforce;

import vedette.detect.memory.Fields;

/**
 * Counts events of the last while, for each slot of a table: so many cells of so much time each. A cell counts to 65,535. Events of
 * late are counted where they belong, those of before the while not at all.
 */
final class SlidingCounts {
    private static final int FULL = 0xFFFF;

    private final int cellsPerSlot;
    private final long cellNs;
    private final short[] cells;

    /** Number, since 1970, of the newest cell of a slot. */
    private final int[] newest;

    SlidingCounts(int slots, int cellsPerSlot, long cellNs) {
        this.cellsPerSlot = cellsPerSlot;
        this.cellNs = cellNs;
        cells = new short[slots * cellsPerSlot];
        newest = new int[slots];
    }

    void clear(int slot, long timeNs) {
        newest[slot] = number(timeNs);
        for (int i = 0; i < cellsPerSlot; i++) {
            cells[slot * cellsPerSlot + i] = 0;
        }
    }

    /** Names a slot's counts. */
    void name(int slot, Fields fields) {
        fields.of(cells, slot * cellsPerSlot, cellsPerSlot);
        fields.of(newest, slot);
    }

    void add(int slot, long timeNs) {
        int number = number(timeNs);
        advance(slot, number);
        if (newest[slot] - number < cellsPerSlot) {
            int at = at(slot, number);
            if ((cells[at] & FULL) < FULL) {
                cells[at]++;
            }
        }
    }

    /** Events of the newest cells that end with the one of the time: about as many cells' time ago at the earliest. */
    int last(int slot, int cellCount, long timeNs) {
        advance(slot, number(timeNs));
        int sum = 0;
        for (int i = 0; i < cellCount; i++) {
            sum += cells[at(slot, newest[slot] - i)] & FULL;
        }
        return sum;
    }

    int all(int slot, long timeNs) {
        return last(slot, cellsPerSlot, timeNs);
    }

    private void advance(int slot, int number) {
        if (number - newest[slot] >= cellsPerSlot) {
            newest[slot] = number - cellsPerSlot;
        }
        while (newest[slot] < number) {
            cells[at(slot, ++newest[slot])] = 0;
        }
    }

    private int at(int slot, int number) {
        return slot * cellsPerSlot + Math.floorMod(number, cellsPerSlot);
    }

    private int number(long timeNs) {
        return (int) Math.floorDiv(timeNs, cellNs);
    }
}
