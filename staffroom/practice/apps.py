from staffroom.kit.rooms import Room


class Practice(Room):
    name = "staffroom.practice"
    label = "practice"
    default = True
