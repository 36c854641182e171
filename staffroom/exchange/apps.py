from staffroom.kit.rooms import Room


class Exchange(Room):
    name = "staffroom.exchange"
    label = "exchange"
    default = True
