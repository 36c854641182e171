"""The demo world: Juniper Valley, an invented rural district, its people and a year of what they did.

    people.json             bodies and people, and what to look at as each of them
    year_a.json year_b.json what happened: `d` is the day, counted from the day on which the world is made (-1 is the day before)
    playing                 does all of it through the acts of the rooms
    pictures                draws what stands in for photos

Nobody and no place in it is real.
"""
