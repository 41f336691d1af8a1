"""What is kept: rounds, scenarios, outcomes, decisions, people, and the log of who did what; and replaying it."""

from records.adoption import sign
from records.appeals import answer_appeal, open_window, record_appeal
from records.backup import Backup, backup, restore
from records.chain import Entry, Fault
from records.decisions import Proposed, add_note, override, own_scenario, propose, propose_again, vote
from records.difference import Changed, difference
from records.docket import Docket, list_dockets, read_docket
from records.drafts import drop_draft, keep_draft, keep_draft_file, list_drafts, read_draft, read_draft_file
from records.first_start import LOCAL, answer, local_people, unanswered
from records.identities import Identity, disown, identify, list_identities, person_of
from records.locks import Draft, Lock, draft_lock, locks_of, save_lock
from records.log import log_head, note_taken, read_log, verify_log
from records.outcome_again import read_outcome
from records.outcomes import (
    KeptOutcome,
    Reached,
    answer_to,
    export_outcome,
    find_outcome,
    keep_outcome,
    keep_plan,
    outcomes_of,
    question_of,
    what_was_reached,
)
from records.package import Package, check_package, export_decision, read_package, take_package
from records.people import ROLE_WORDS, Person, Role
from records.replay import Replayed, replay
from records.rounds import KeptRound, export_round, find_round, keep_round, list_rounds, round_from
from records.scenario_text import file_of, parsed
from records.seed import keep_rounds
from records.sign_ins import SignIn, end_sign_in, end_sign_ins, is_open, list_sign_ins, sign_in_of
from records.staff import add_person, list_people, set_role
from records.store import Store, open_store
from records.versions import (
    ConflictError,
    Version,
    copy_version,
    find_version,
    list_versions,
    save_version,
)

__all__ = [
    "LOCAL",
    "ROLE_WORDS",
    "Backup",
    "Changed",
    "ConflictError",
    "Docket",
    "Draft",
    "Entry",
    "Fault",
    "Identity",
    "KeptOutcome",
    "KeptRound",
    "Lock",
    "Package",
    "Person",
    "Proposed",
    "Reached",
    "Replayed",
    "Role",
    "SignIn",
    "Store",
    "Version",
    "add_note",
    "add_person",
    "answer",
    "answer_appeal",
    "answer_to",
    "backup",
    "check_package",
    "copy_version",
    "difference",
    "disown",
    "draft_lock",
    "drop_draft",
    "end_sign_in",
    "end_sign_ins",
    "export_decision",
    "export_outcome",
    "export_round",
    "file_of",
    "find_outcome",
    "find_round",
    "find_version",
    "identify",
    "is_open",
    "keep_draft",
    "keep_draft_file",
    "keep_outcome",
    "keep_plan",
    "keep_round",
    "keep_rounds",
    "list_dockets",
    "list_drafts",
    "list_identities",
    "list_people",
    "list_rounds",
    "list_sign_ins",
    "list_versions",
    "local_people",
    "locks_of",
    "log_head",
    "note_taken",
    "open_store",
    "open_window",
    "outcomes_of",
    "override",
    "own_scenario",
    "parsed",
    "person_of",
    "propose",
    "propose_again",
    "question_of",
    "read_docket",
    "read_draft",
    "read_draft_file",
    "read_log",
    "read_outcome",
    "read_package",
    "record_appeal",
    "replay",
    "restore",
    "round_from",
    "save_lock",
    "save_version",
    "set_role",
    "sign",
    "sign_in_of",
    "take_package",
    "unanswered",
    "verify_log",
    "vote",
    "what_was_reached",
]
