from staffroom.kit.rooms import Room


class Sharing(Room):
    name = "staffroom.sharing"
    label = "sharing"
    default = True
