from staffroom.kit.rooms import Room


class Credentials(Room):
    name = "staffroom.credentials"
    label = "credentials"
    default = True
