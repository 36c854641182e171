from staffroom.kit.rooms import Room


class People(Room):
    name = "staffroom.people"
    label = "people"
    default = True
