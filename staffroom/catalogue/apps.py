from staffroom.kit.rooms import Room


class Catalogue(Room):
    name = "staffroom.catalogue"
    label = "catalogue"
    default = True
