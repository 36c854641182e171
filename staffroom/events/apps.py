from staffroom.kit.rooms import Room


class Events(Room):
    name = "staffroom.events"
    label = "events"
    default = True
