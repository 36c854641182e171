"""What the room below asks of bodies."""

from staffroom.orgs import queries
from staffroom.people import factors, rules

rules.COLLEAGUES.append(queries.colleagues_of)
factors.BODY_DOMAINS.append(queries.is_claimed)
