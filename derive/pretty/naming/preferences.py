"""The choice of a letter for each role, by the preferences of the field."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sympy import Symbol

from derive.pretty.naming.letter_roles import LetterRole, LetterRoles

FAMILIES = (("a", "b"), ("h", "w"), ("q", "r"), ("k", "l"), ("e", "f"), ("i", "j"), ("u", "v"))
"""Letters that go together: row and column of a pixel, of a window, of a tap."""
SINGLE = "kefqrltpsmyzacghijnouvwxd"
"""In which order a letter is looked for that stands for itself."""


def chosen(
    roles: LetterRoles, taken: Collection[str], settled: Mapping[LetterRole, str] | None = None
) -> dict[LetterRole, str]:
    """A letter for each role: none of ``taken``, none with two ranges; what is ``settled`` stays."""
    made = dict(settled or {})
    owners = _owners(roles, made)
    free = [r for r in roles.seen if r not in made]
    for role in free:
        if owners[role.letter] == role and role.letter not in taken and not _shared(role, roles, owners):
            made[role] = role.letter
    for role in free:
        if role not in made:
            made |= _moved(role, roles, made, settled or {}, taken)
    return made


def _owners(roles: LetterRoles, settled: Mapping[LetterRole, str]) -> dict[str, LetterRole]:
    """Who keeps a letter: whose extent begins with it, who stands in inputs and outputs, who is met most."""

    def claim(role: LetterRole) -> tuple[bool, bool, bool, int]:
        return role in settled, _initial(role) == role.letter, role in roles.public, roles.seen[role]

    owners: dict[str, LetterRole] = {}
    for role in roles.seen:
        if role.letter not in owners or claim(role) > claim(owners[role.letter]):
            owners[role.letter] = role
    return owners


def _initial(role: LetterRole) -> str:
    """``c`` for the letter of an axis with C or Cg elements."""
    extent = None if role.last is None else role.last + 1
    return extent.name[0].lower() if isinstance(extent, Symbol) else ""


def _shared(role: LetterRole, roles: LetterRoles, owners: Mapping[str, LetterRole]) -> bool:
    """Whether an inner letter runs over the range of an outer one that it never meets: it is that one."""
    if role in roles.public:
        return False
    others = (o for o in owners.values() if o.last == role.last and o in roles.public)
    return role.last is not None and any(not roles.meet(role, o) for o in others)


def _moved(
    role: LetterRole,
    roles: LetterRoles,
    made: Mapping[LetterRole, str],
    fixed: Collection[LetterRole],
    taken: Collection[str],
) -> dict[LetterRole, str]:
    """Another letter for a role, and for its partner where the letter itself is taken."""
    pair = _partners(role, roles, made, fixed, taken)
    found = {r: _same_range(r, roles, made, taken) for r in pair}
    if all(found.values()):
        return {r: letter for r, letter in found.items() if letter}
    used = {*taken, *made.values()}
    for family in FAMILIES if len(pair) > 1 else ():
        if not used & {*family}:
            return dict(zip(pair, family, strict=True))
    free = (z for z in _preferred(role) if z not in used)
    return {role: found[role] or next(free, role.letter)}


def _same_range(
    role: LetterRole, roles: LetterRoles, made: Mapping[LetterRole, str], taken: Collection[str]
) -> str | None:
    """The letter of another role with that range that it never meets; an outer one first."""
    others = (o for o in roles.seen if o != role and o.last == role.last and o.last is not None)
    same = [o for o in others if not roles.meet(o, role)]
    same.sort(key=lambda o: (o not in made, o not in roles.public))
    lent = (made.get(o, o.letter) for o in same)
    owned = {z: r for r, z in made.items()}
    return next((z for z in lent if z not in taken and owned.get(z, role).last == role.last), None)


def _partners(
    role: LetterRole,
    roles: LetterRoles,
    made: Mapping[LetterRole, str],
    fixed: Collection[LetterRole],
    taken: Collection[str],
) -> Sequence[LetterRole]:
    """The role with its partner of the same family, in the order of the family, where both have to move."""
    for family in FAMILIES:
        if role.letter in family:
            (other,) = (z for z in family if z != role.letter)
            mates = [o for o in roles.seen if o.letter == other and roles.meet(o, role) and o not in fixed]
            mates = [o for o in mates if o not in made or (role.letter in taken and made[o] == other)]
            if mates:
                return sorted((role, mates[0]), key=lambda o: family.index(o.letter))
    return (role,)


def _preferred(role: LetterRole) -> Iterator[str]:
    """The initial of its extent, then letters in the order of the field."""
    if _initial(role):
        yield _initial(role)
    yield from (z for z in SINGLE if z != role.letter)
