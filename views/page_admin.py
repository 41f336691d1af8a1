"""The admin page: people and roles, who may sign in, backup, what is under way, and the health of the store."""

from locales import message
from views import backing_up, health, sign_in_admin, staff, under_way
from views.acts import done
from views.header import titled
from views.kept import Kept
from views.visit import Visit

PEOPLE, SIGN_IN, BACKUP, WORK, HEALTH = "people", "sign in", "backup", "work", "health"


def draw(visit: Visit) -> None:
    """Draw one part of the administrator's desk."""
    titled(visit, message("Administration"))
    done(visit)
    parts = {
        PEOPLE: message("People and roles"),
        SIGN_IN: message("Signing in"),
        BACKUP: message("Backup"),
        WORK: message("Under way now"),
        HEALTH: message("The store"),
    }
    kept = Kept(visit, "admin")
    part = kept.segments("part", message("Part of the administration"), parts, PEOPLE, label_visibility="collapsed")
    draws = {
        PEOPLE: staff.draw,
        SIGN_IN: sign_in_admin.identities,
        BACKUP: backing_up.draw,
        WORK: under_way.draw,
        HEALTH: health.draw,
    }
    draws[part](visit)
