from staffroom.kit.rooms import Room


class Claims(Room):
    name = "staffroom.claims"
    label = "claims"
    default = True
