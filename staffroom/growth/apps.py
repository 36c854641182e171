from staffroom.kit.rooms import Room


class Growth(Room):
    name = "staffroom.growth"
    label = "growth"
    default = True
