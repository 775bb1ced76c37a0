"""The one list of marks that answers bear: for threading, ranking, showing and answering alike."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.subject import base, is_answer, topic, without_prefixes


@pytest.mark.parametrize(
    ("subject", "bare", "its_topic"),
    [
        ("Where is my order", "Where is my order", ""),
        ("Re: Where is my order", "Where is my order", "where is my order"),
        ("RE: AW: Sv: Antw: Tr: Rv:  Where  is my order", "Where  is my order", "where is my order"),
        ("VL: Kettle", "Kettle", "kettle"),
        ("Re[2]: Kettle", "Kettle", "kettle"),
        ("Re (3): Kettle", "Kettle", "kettle"),
        ("[shop] Re: [orders] Kettle", "Kettle", "kettle"),
        ("Re: [shop] Kettle", "Kettle", "kettle"),
        ("[shop] Kettle", "Kettle", ""),
        ("回复：ご注文", "ご注文", "ご注文"),
        ("Kettle (fwd)", "Kettle", "kettle"),
        ("Re:", "Re:", ""),
        ("[only a tag]", "[only a tag]", ""),
        ("Regarding my order: urgent", "Regarding my order: urgent", ""),
        ("", "", ""),
    ],
)
def test_subjects_lose_their_marks(subject: str, bare: str, its_topic: str) -> None:
    assert without_prefixes(subject) == bare
    assert topic(subject) == its_topic
    assert is_answer(subject) is bool(its_topic)
    assert base(subject) == (its_topic or ("" if subject in ("Re:", "[only a tag]") else bare.casefold()))


@given(st.text(max_size=80), st.sampled_from(("Re: ", "Antwort: ", "Ответ: ", "[shop] Vá: ", "转发：", "RE [2]: ")))
def test_an_answer_has_its_base_in_common_with_what_it_answers(subject: str, mark: str) -> None:
    assert base(mark + subject) == base(subject) or not subject.strip()


@pytest.mark.parametrize("subject", ["x" + " " * 690 + "(fwd)" * 60, "Re:" * 330, "[a]" * 330, " " * 990 + "(fwd)"])
def test_a_subject_made_to_be_slow_is_not(subject: str) -> None:
    begun = time.process_time()
    for _ in range(10):
        base(subject)
    assert time.process_time() - begun < 0.3
