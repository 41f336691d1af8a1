"""What is kept: rounds, scenarios, outcomes, decisions, people, and the log of who did what; and replaying it."""

from records.adoption import sign
from records.answers import AnswersConflictError, Moved, save_answers
from records.appeals import Upheld, answer_appeal, open_window, record_appeal
from records.backup import Backup, backup, restore
from records.chain import Entry, Fault
from records.decisions import Kind as VoteKind
from records.decisions import Proposed, add_note, override, own_scenario, propose, propose_again, vote
from records.difference import Changed, difference
from records.docket import SIGNATURES_NEEDED, Docket, list_dockets, read_docket
from records.drafts import drop_draft, keep_draft, keep_draft_file, list_drafts, read_draft, read_draft_file
from records.first_start import LOCAL, SAMPLE, SHOWN_FIRST, answer, local_people, unanswered
from records.health import Health, health
from records.identities import Identity, disown, identify, list_identities, person_of
from records.locks import Draft, Into, Lock, Price, draft_lock, locks_of, price_between, save_lock
from records.log import log_head, note_taken, read_log, verify_log
from records.log_search import Asked, Found, export_log, log_words, search_log
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
from records.said import (
    ACTION_WORDS,
    STATE_WORDS,
    SUBJECT_WORDS,
    UPHELD_WORDS,
    VOTE_WORDS,
    in_words,
    price_said,
    subject_said,
)
from records.scenario_text import parsed
from records.scenario_weights import with_weights
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
from records.waiting import Task, Waiting, conflicted, waiting_for

__all__ = [
    "ACTION_WORDS",
    "LOCAL",
    "ROLE_WORDS",
    "SAMPLE",
    "SHOWN_FIRST",
    "SIGNATURES_NEEDED",
    "STATE_WORDS",
    "SUBJECT_WORDS",
    "UPHELD_WORDS",
    "VOTE_WORDS",
    "AnswersConflictError",
    "Asked",
    "Backup",
    "Changed",
    "ConflictError",
    "Docket",
    "Draft",
    "Entry",
    "Fault",
    "Found",
    "Health",
    "Identity",
    "Into",
    "KeptOutcome",
    "KeptRound",
    "Lock",
    "Moved",
    "Package",
    "Person",
    "Price",
    "Proposed",
    "Reached",
    "Replayed",
    "Role",
    "SignIn",
    "Store",
    "Task",
    "Upheld",
    "Version",
    "VoteKind",
    "Waiting",
    "add_note",
    "add_person",
    "answer",
    "answer_appeal",
    "answer_to",
    "backup",
    "check_package",
    "conflicted",
    "copy_version",
    "difference",
    "disown",
    "draft_lock",
    "drop_draft",
    "end_sign_in",
    "end_sign_ins",
    "export_decision",
    "export_log",
    "export_outcome",
    "export_round",
    "find_outcome",
    "find_round",
    "find_version",
    "health",
    "identify",
    "in_words",
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
    "log_words",
    "note_taken",
    "open_store",
    "open_window",
    "outcomes_of",
    "override",
    "own_scenario",
    "parsed",
    "person_of",
    "price_between",
    "price_said",
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
    "save_answers",
    "save_lock",
    "save_version",
    "search_log",
    "set_role",
    "sign",
    "sign_in_of",
    "subject_said",
    "take_package",
    "unanswered",
    "verify_log",
    "vote",
    "waiting_for",
    "what_was_reached",
    "with_weights",
]
