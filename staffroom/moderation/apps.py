from staffroom.kit.rooms import Room


class Moderation(Room):
    name = "staffroom.moderation"
    label = "moderation"
    default = True
