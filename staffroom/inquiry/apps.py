from staffroom.kit.rooms import Room


class Inquiry(Room):
    name = "staffroom.inquiry"
    label = "inquiry"
    default = True
