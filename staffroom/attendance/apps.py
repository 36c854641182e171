from staffroom.kit.rooms import Room


class Attendance(Room):
    name = "staffroom.attendance"
    label = "attendance"
    default = True
