from staffroom.kit.rooms import Room


class Kit(Room):
    name = "staffroom.kit"
    label = "kit"
    default = True
