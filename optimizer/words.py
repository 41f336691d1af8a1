"""Names of measures and columns, for sentences; what is not listed is called by its own name."""

from locales import Message, Text, message

MEASURES: dict[str, Message] = {
    "libraries": message("libraries"),
    "value": message("value (points)"),
    "score": message("score"),
    "computers": message("computers"),
    "seats": message("seats"),
    "mbps": message("megabits per second"),
    "cost": message("grant"),
    "local_match": message("local match"),
    "villages mentored": message("villages mentored"),
    "changes": message("changes against the announced plan"),
    "service_years": message("years of service"),
}
PARTS: dict[str, Message] = {"cost_": message("grant"), "local_": message("local match")}
COLUMNS: dict[str, Message] = {
    "province": message("province"),
    "island_group": message("island group"),
    "district": message("district"),
    "district_kind": message("kind of district"),
    "kind": message("kind of library"),
    "package": message("package"),
    "tier": message("connection"),
    "start_year": message("start year"),
    "match_level": message("local match in per cent"),
    "underdeveloped_2015": message("underdeveloped district (2015)"),
    "underdeveloped_2020": message("underdeveloped district (2020)"),
}


def measure_name(measure: str) -> Text:
    """Name what is counted."""
    for start, name in PARTS.items():
        if measure.startswith(start) and measure not in MEASURES:
            part, _, year = measure.removeprefix(start).removeprefix("item_").rpartition("_")
            if part and len(year) == 4 and year.isdigit():
                return message("{measure} ({part}, {year})", measure=name, part=part, year=year)
            part = measure.removeprefix(start).removeprefix("item_")
            return message("{measure} ({part})", measure=name, part=part)
    return MEASURES.get(measure, measure)


def column_name(column: str) -> Text:
    """Name a column of applicants or options."""
    return COLUMNS.get(column, column)
