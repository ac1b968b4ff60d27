"""The school in a title is not the one that reports, is of another stage, or is not that of the other sheet's title.
It may be another school's file. The school that reports is known where an account is bound to it.

Wrong: 虛構國小 in the title, reported for a junior high school
Right: 虛構國中 in the titles of both sheets
Source: «一學制一帳號» (S0 L12); that the titles name the school of the account is not stated, so probable;
the stage, which may have been chosen wrongly elsewhere, colours nothing.
"""

from ...spec.stages import may_have_two, same_school, stage_in
from ..findings import Hit, Hits, Place, Severity
from ..submission import Submission

CODE = "school_mismatch"
SEVERITY = Severity.WARNING
PROBABLE = True


def check(submission: Submission) -> Hits:
    titles = [
        (Place(match.sheet.name, row, column), text)
        for match in submission.matches
        if match.sheet and match.folded_titles
        for row, column, text in (min(match.folded_titles),)
    ]
    for number, (place, title) in enumerate(titles):
        stage = stage_in(title)
        if submission.school and not same_school(title, submission.school):
            yield Hit(place, params={"expects": "account", "school": submission.school})
        elif submission.stage and stage and stage != submission.stage:
            if not (may_have_two(title) and submission.stage == "junior"):
                yield Hit(place, params={"stage": submission.stage}, hint=True)
        elif number and not same_school(titles[0][1], title):
            yield Hit(place, params={"expects": "school"}, related=(titles[0][0],))
