from staffroom.kit.rooms import Room


class Required(Room):
    name = "staffroom.required"
    label = "required"
    default = True
