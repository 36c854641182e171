from staffroom.kit.rooms import Room


class Topics(Room):
    name = "staffroom.topics"
    label = "topics"
    default = True
