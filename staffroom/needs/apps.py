from staffroom.kit.rooms import Room


class Needs(Room):
    name = "staffroom.needs"
    label = "needs"
    default = True
