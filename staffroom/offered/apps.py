from staffroom.kit.rooms import Room


class Offered(Room):
    name = "staffroom.offered"
    label = "offered"
    default = True
