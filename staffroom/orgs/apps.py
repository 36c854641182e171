from staffroom.kit.rooms import Room


class Orgs(Room):
    name = "staffroom.orgs"
    label = "orgs"
    default = True
