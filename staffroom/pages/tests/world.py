"""Two districts, a school in each, and somebody in every role, for tests of People and Office."""

from types import SimpleNamespace

from staffroom.kit.testing import make_account
from staffroom.orgs import actions


def make() -> SimpleNamespace:
    """cedar > juniper and alder > willow; dana administers cedar, pia is principal of juniper, tom teaches there, will administers alder."""
    world = SimpleNamespace()
    for district, school in (("cedar", "juniper"), ("alder", "willow")):
        above = actions.found(by=None, parent=None, kind="district", name=f"{district.title()} District")
        setattr(world, district, above)
        setattr(world, school, actions.found(by=None, parent=above, kind="school", name=f"{school.title()} School"))
    for name, body, role in (("dana", world.cedar, "org_admin"), ("pia", world.juniper, "principal"), ("tom", world.juniper, "teacher"),
                             ("will", world.alder, "org_admin"), ("wanda", world.willow, "teacher")):
        setattr(world, name, make_account(f"{name.title()} Example"))
        setattr(world, f"{name}_role", actions.enrol(by=None, person=getattr(world, name), organisation=body, role=role))
    return world
