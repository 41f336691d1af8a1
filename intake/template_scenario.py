"""The first scenario of a fresh round: the budget lines bind, further limits stand as examples to take up."""

from locales import message

HEAD = """\
schema = 1
id = "base"
title = { id = "Skenario dasar", en = "Base scenario" }
note = { id = "Dana tiap pos mengikat; belum ada batas lain.", en = "The budget lines bind; no other limit yet." }

[scoring]
unknown_gates = "out"

[budget]
basis = "amount"
"""
SLOTS = """\
[[rules]]
rule = "limit"
id = "slots"
label = { id = "Paling banyak 80 perpustakaan", en = "At most 80 libraries" }
measure = "libraries"
at_most = 80
"""
QUOTAS = """\
[[rules]]
rule = "limit"
id = "province_cap"
label = { id = "Satu provinsi paling banyak 15 persen", en = "No province above 15 per cent" }
measure = "libraries"
per = "province"
at_most = { share = 0.15, of = "libraries" }

[[rules]]
rule = "limit"
id = "island_floor"
label = { id = "Tiap kelompok pulau paling sedikit 5 persen", en = "Each island group at least 5 per cent" }
measure = "libraries"
per = "island_group"
at_least = { share = 0.05, of = "libraries" }

[[rules]]
rule = "limit"
id = "underdeveloped_floor"
label = { id = "Daerah tertinggal paling sedikit 20 persen", en = "Underdeveloped districts at least 20 per cent" }
measure = "libraries"
where = { underdeveloped_2015 = 1 }
at_least = { share = 0.20, of = "libraries" }
"""
TAIL = """\
[[objectives]]
maximise = "value"

[solver]
gap = 0.0
seconds = 300
threads = 1
solver = "highs"
"""


def base_scenario(language: str) -> str:
    """Write scenarios/base.toml; its examples become rules where the `# ` before each of their lines is deleted."""
    note = message("The budget lines of round.toml bind in every scenario; everything else here may be changed.")
    slots = message("A limit on the number of libraries: delete the # before each line to use it.")
    quotas = message("Examples of regional quotas; they need many more applicants than a few.")
    parts = (
        f"## {note.text(language)}\n",
        HEAD,
        f"## {slots.text(language)}\n{_example(SLOTS)}",
        f"## {quotas.text(language)}\n{_example(QUOTAS)}",
        TAIL,
    )
    return "\n".join(parts)


def _example(rules: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in rules.splitlines())
