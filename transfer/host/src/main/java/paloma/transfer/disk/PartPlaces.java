package paloma.transfer.disk;

import paloma.transfer.name.PartNames;

/** Where a file will appear, and the part and the state that lie beside it until then. */
record PartPlaces(Place target, Place part, Place state) {
    /** @param number how many times the part was taken over */
    static PartPlaces of(Place target, long number) {
        return of(target, PartNames.part(target.last(), number));
    }

    /** Returns where what the part of this number is a copy of lies, until it is copied. */
    static PartPlaces fenced(Place target, long number) {
        return of(target, PartNames.fenced(target.last(), number));
    }

    private static PartPlaces of(Place target, String part) {
        return new PartPlaces(target, target.beside(part), target.beside(PartNames.stateOf(part)));
    }
}
