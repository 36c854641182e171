from staffroom.kit.rooms import Room


class Edcamps(Room):
    name = "staffroom.edcamps"
    label = "edcamps"
    default = True
