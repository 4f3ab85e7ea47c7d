package paloma.transfer.disk;

/** Where a file is to appear, and what lies beside it until then. */
record PartPlaces(Place target, Place part, Place state) {
    static PartPlaces of(Place target, String last) {
        return new PartPlaces(target, target.beside(PartNames.part(last)), target.beside(PartNames.state(last)));
    }
}
