from staffroom.kit.rooms import Room


class Buddies(Room):
    name = "staffroom.buddies"
    label = "buddies"
    default = True
