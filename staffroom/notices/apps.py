from staffroom.kit.rooms import Room


class Notices(Room):
    name = "staffroom.notices"
    label = "notices"
    default = True
