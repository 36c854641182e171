from staffroom.kit.rooms import Room


class Record(Room):
    name = "staffroom.record"
    label = "record"
    default = True
