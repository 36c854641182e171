from staffroom.kit.rooms import Room


class Pages(Room):
    name = "staffroom.pages"
    label = "pages"
    default = True
