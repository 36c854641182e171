from staffroom.kit.rooms import Room


class Looks(Room):
    name = "staffroom.looks"
    label = "looks"
    default = True
