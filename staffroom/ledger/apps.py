from staffroom.kit.rooms import Room


class Ledger(Room):
    name = "staffroom.ledger"
    label = "ledger"
    default = True
