from staffroom.kit.rooms import Room


class Ui(Room):
    name = "staffroom.ui"
    label = "ui"
    default = True
