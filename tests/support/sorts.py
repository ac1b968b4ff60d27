"""What marks look like, by the sort of annotation, and findings of each sort."""

from cgs_validate.checking.findings import Finding, Kind, Place, Severity

COLOURS = {
    "missing": "FFFFFF00",
    "invalid": "FFFF6666",
    "probably_missing": "FFFFFFCC",
    "probably_invalid": "FFFFD9D9",
}
HEADS = {
    "missing": "【未填寫】",
    "invalid": "【資料有誤】",
    "probably_missing": "【可能未填寫】",
    "probably_invalid": "【可能有誤】",
}


def found_as(sort: str, place: Place) -> Finding:
    """A finding whose annotation is of a sort."""
    probable = sort.startswith("probably")
    severity = Severity.WARNING if probable else Severity.ERROR
    return Finding("error_value", Kind(sort.removeprefix("probably_")), severity, place, probable=probable)
