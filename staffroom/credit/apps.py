from staffroom.kit.rooms import Room


class Credit(Room):
    name = "staffroom.credit"
    label = "credit"
    default = True
