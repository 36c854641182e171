from staffroom.kit.rooms import Room


class Certificates(Room):
    name = "staffroom.certificates"
    label = "certificates"
    default = True
