package paloma.transfer.disk;

import paloma.transfer.name.PartNames;

/** Where a file will appear, and the part and the state that lie beside it until then. */
record PartPlaces(Place target, Place part, Place state) {
    static PartPlaces of(Place target) {
        return new PartPlaces(
                target, target.beside(PartNames.part(target.last())), target.beside(PartNames.state(target.last())));
    }
}
