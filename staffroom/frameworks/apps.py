from staffroom.kit.rooms import Room


class Frameworks(Room):
    name = "staffroom.frameworks"
    label = "frameworks"
    default = True
