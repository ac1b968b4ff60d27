"""Who takes part. Each function prepares its work and returns it, as a function without arguments that is timed."""

from ..measuring import Contender

CALAMINE = Contender("calamine:read", "python-calamine, reading alone", "python_calamine")
OURS = Contender("ours:check", "cgs-validate, the same six rules")
OURS_FORM = Contender("ours:check_form", "cgs-validate, all rules of cgs/111")
PANDERA = Contender("by_pandera:check", "pandera, pandas, python-calamine", "pandera")
PYDANTIC = Contender("by_pydantic:check", "pydantic over openpyxl (read-only)", "pydantic")
FRICTIONLESS = Contender("by_frictionless:check", "frictionless", "frictionless")
CERBERUS = Contender("by_cerberus:check", "Cerberus row by row over openpyxl (read-only)")
CERBERUS_WHOLE = Contender("by_cerberus:check_whole", "Cerberus row by row over openpyxl")
CHECKERS = (CALAMINE, OURS, OURS_FORM, PANDERA, PYDANTIC, FRICTIONLESS, CERBERUS)

OPENPYXL = Contender("by_cerberus:saving", "openpyxl, load and save alone")
OURS_MARKING = Contender("ours:marking", "cgs-validate, mark")
OURS_MARKING_ISAL = Contender("ours:marking_by_isal", "cgs-validate, mark, by ISA-L", "isal")
CERBERUS_COPY = Contender("by_cerberus:marked_copy", "Cerberus row by row over openpyxl, its save")
OURS_COPY = Contender("ours:marked_copy", "cgs-validate, check and mark")
