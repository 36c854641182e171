from staffroom.kit.rooms import Room


class Transcripts(Room):
    name = "staffroom.transcripts"
    label = "transcripts"
    default = True
