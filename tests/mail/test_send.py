"""Sending through a real Postfix into a real mailbox: once, whatever breaks on the way."""

import email
import email.policy
import os
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from desktop.connectors.base import Cancel
from desktop.connectors.mail.connector import MailConnector
from desktop.domain.draft import Delivered, Phase, Plan
from desktop.domain.errors import Cancelled, Misconfigured, Refused, SignInNeeded, Unreachable, Unsure
from tests.mail.kit import NOW, draft, mail, parent, pull
from tests.servers.faultproxy import Fault, FaultProxy, fault_proxy
from tests.servers.mail import MailServer

pytestmark = pytest.mark.mail

Open = Callable[..., MailConnector]
EVERY_BYTE = os.environ.get("SHOPBELL_EVERY_BYTE", "")


def planned(source: MailConnector, customer: str, text: str = "It left this morning.\n.\nHazel & Rye") -> Plan:
    asked = parent(author_key=customer, author_handle=customer)
    return source.prepare(str(uuid.uuid4()), draft(text), asked, NOW)


def ids(server: MailServer, user: str, mailbox: str = "INBOX") -> Counter[str]:
    return Counter(str(email.message_from_bytes(raw)["Message-ID"]) for raw in server.messages(user, mailbox))


def arrived(server: MailServer, customer: str, plan: Plan) -> bool:
    return server.wait_for(lambda: ids(server, customer)[plan.remote_key] > 0)


WAYS = {
    "tls": {},
    "starttls": {"smtp_security": "starttls"},
    "plain-on-loopback": {"smtp_security": "none"},
}


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("chunking", [True, False])
def test_a_reply_arrives_once(opened: Open, mail_server: MailServer, user: str, way: str, chunking: bool) -> None:
    ports = {"tls": mail_server.smtps_port, "starttls": mail_server.submission_port}
    target = ports.get(way, mail_server.smtp_port)
    if not chunking and way != "plain-on-loopback":
        pytest.skip("what is encrypted cannot be changed on the way")
    customer = mail_server.new_user("example.test")
    fault = Fault(strip=() if chunking else (b"CHUNKING",))
    phases: list[Phase] = []
    with fault_proxy(target, fault) as proxy:
        source = opened(user, smtp_port=str(proxy.port), **WAYS[way])
        plan = planned(source, customer)
        proof = source.deliver(plan, phases.append, Cancel())
    assert proof.proof.startswith("250 ")
    assert phases == [Phase.CONNECT, Phase.MAIL, Phase.RCPT, Phase.BODY, Phase.COMMIT]
    assert arrived(mail_server, customer, plan)
    assert ids(mail_server, customer) == {plan.remote_key: 1}
    message = email.message_from_bytes(mail_server.messages(customer)[0])
    assert message.get_payload().replace("\r\n", "\n") == "It left this morning.\n.\nHazel & Rye\n"
    assert (message["In-Reply-To"], message["X-Shopbell-Id"]) == ("<7@example.test>", plan.reply_id)


EVERYTHING = (
    "Liebe Zoë,\n\n"
    + "die Törtchen kommen morgen früh, wir bitten um Entschuldigung und danken für die Geduld. " * 24
    + "🎂👩\u200d🍳\n\n"
    + "- eins\n- zwei, eingerückt:\n    drei\n\n"
    + "https://bakery.example/orders/4471?" + "&".join(f"piece{number}=%C3%A4" for number in range(13))
    + "\n\nFrom here on it is quick = really.\n>From the start\n.\n..\n. and a dot\nends in a space \n\n-- \nHazel\n"
)  # fmt: skip
PLAIN = "It takes a moment.\nFrom Monday on we are open.\n.\n"
LONG = "We are sorry. " * 20 + "end\n" + "x" * 2_000 + "From here\n"


@pytest.mark.parametrize("text", [EVERYTHING, PLAIN, LONG], ids=["every-script", "ascii", "long"])
@pytest.mark.parametrize("chunking", [True, False], ids=["bdat", "data"])
def test_a_mail_reads_as_it_was_written_whatever_is_in_it(
    opened: Open, mail_server: MailServer, user: str, text: str, chunking: bool
) -> None:
    customer = mail_server.new_user("example.test")
    with fault_proxy(mail_server.smtp_port, Fault(strip=() if chunking else (b"CHUNKING",))) as proxy:
        source = opened(user, smtp_port=str(proxy.port), smtp_security="none")
        plan = planned(source, customer, text)
        source.deliver(plan, [].append, Cancel())
    assert arrived(mail_server, customer, plan)
    (raw,) = mail_server.messages(customer)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    # Paragraphs are whole lines, so that every program breaks them at its own width and no link is cut; lists stay lists.
    assert message.get_content().replace("\r\n", "\n") == text
    assert message.get_content_type() == "text/plain"
    assert message["Content-Type"].params == {"charset": "utf-8"}
    body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2].split(b"\n")
    assert max(map(len, body)) <= 76, "RFC 5322, 2.1.1; RFC 2045, 6.7"
    assert not [line for line in body if line.startswith(b"From ") or line == b"."], "what mailboxes on the way change"


def test_a_copy_is_filed_once_and_found_by_either_id(opened: Open, mail_server: MailServer, user: str) -> None:
    source = opened(user)
    plan = planned(source, "customer@example.test")
    with pytest.raises(Unsure):
        source.find_delivered(plan, Cancel())
    source.file_copy(plan, Cancel())
    source.file_copy(plan, Cancel())
    assert ids(mail_server, user, "Sent") == {plan.remote_key: 1}
    found = source.find_delivered(plan, Cancel())
    assert found is not None
    assert found.filed
    got = pull(source)
    assert [item.remote_id for item in got.items] == [found.remote_id]
    assert got.items[0].flags == {"seen"}
    rewritten = replace(plan, remote_key="<rewritten@elsewhere.test>")
    assert source.find_delivered(rewritten, Cancel()) == found
    with pytest.raises(Unsure):
        source.find_delivered(replace(rewritten, reply_id=str(uuid.uuid4())), Cancel())


def test_a_copy_to_ourselves_is_a_proof_and_its_absence_too(opened: Open, mail_server: MailServer, user: str) -> None:
    source = opened(user, copy_to_self="yes")
    customer = mail_server.new_user("example.test")
    plan = planned(source, customer)
    assert source.find_delivered(plan, Cancel()) is None
    source.deliver(plan, lambda _: None, Cancel())
    assert arrived(mail_server, user, plan)
    found = source.find_delivered(plan, Cancel())
    assert found is not None
    assert not found.filed
    assert arrived(mail_server, customer, plan)
    assert email.message_from_bytes(mail_server.messages(customer)[0])["To"] == customer


def test_a_recipient_nobody_knows_is_a_refusal_in_the_servers_words(opened: Open, user: str) -> None:
    source = opened(user)
    phases: list[Phase] = []
    with pytest.raises(Refused, match=r"somebody@outside\.invalid: 550 .*no outside mail"):
        source.deliver(planned(source, "somebody@outside.invalid"), phases.append, Cancel())
    assert phases[-1] is Phase.RCPT


def test_one_refused_recipient_stops_the_mail_for_all(opened: Open, mail_server: MailServer, user: str) -> None:
    source, customer = opened(user), mail_server.new_user("example.test")
    asked = draft(to=(customer,), cc=("somebody@outside.invalid",))
    plan = source.prepare(str(uuid.uuid4()), asked, parent(), NOW)
    with pytest.raises(Refused):
        source.deliver(plan, lambda _: None, Cancel())
    assert not mail_server.messages(customer)


def test_a_wrong_password_asks_for_the_owner(opened: Open, user: str) -> None:
    source = opened(user, "wrong")
    with pytest.raises(SignInNeeded, match="password"):
        source.deliver(planned(source, "customer@example.test"), lambda _: None, Cancel())


def test_what_is_too_large_is_refused_before_it_is_sent(opened: Open, user: str) -> None:
    source = opened(user)
    plan = planned(source, "customer@example.test", ("é" * 70 + "\n") * 10_000)
    phases: list[Phase] = []
    with pytest.raises(Refused, match="too large"):
        source.deliver(plan, phases.append, Cancel())
    assert Phase.COMMIT not in phases


def test_stopping_while_the_server_decides_leaves_the_outcome_open(
    opened: Open, mail_server: MailServer, user: str
) -> None:
    """A verdict that never comes, and an owner who does not want to wait for it."""
    customer, marks = mail_server.new_user("example.test"), []
    with fault_proxy(mail_server.smtp_port) as measured:
        source = opened(user, smtp_port=str(measured.port), smtp_security="none")
        source.deliver(planned(source, customer), lambda _: marks.append(measured.down), Cancel())
    cancel = Cancel()

    def report(phase: Phase) -> None:
        if phase is Phase.COMMIT:
            cancel.set()

    with fault_proxy(mail_server.smtp_port, Fault(stall_down=marks[-1])) as proxy:
        source = opened(user, smtp_port=str(proxy.port), smtp_security="none")
        with pytest.raises((Unsure, Cancelled)) as stopped:
            source.deliver(planned(source, customer), report, cancel)
    assert stopped.type is Unsure


def test_an_account_that_only_reads_says_so(opened: Open, user: str) -> None:
    source = opened(user, smtp_host="")
    assert not source.capabilities.can_reply
    with pytest.raises(Misconfigured, match="smtp_host"):
        source.deliver(planned(source, "customer@example.test"), lambda _: None, Cancel())


def test_an_alias_stays_the_sender(opened: Open, mail_server: MailServer, user: str) -> None:
    mail_server.add_user(f"orders.{user}", home_of=user)
    source, customer = opened(user, aliases=f"orders.{user}"), mail_server.new_user("example.test")
    asked = parent(author_key=customer, author_handle=customer, sent_to=(f"Orders.{user}",))
    plan = source.prepare(str(uuid.uuid4()), draft(), asked, NOW)
    source.deliver(plan, lambda _: None, Cancel())
    assert arrived(mail_server, customer, plan)
    assert email.message_from_bytes(mail_server.messages(customer)[0])["From"] == f"Orders.{user}"


# ------------------------------------------------------------------------------------------- cutting the line


@dataclass
class Outbox:
    """What an outbox does with the outcomes of one reply, and what it may never do: send on a guess."""

    through_proxy: MailConnector
    straight: MailConnector

    def drain(self, plan: Plan) -> str:
        """Try once on the breaking line; return "sent" or "unknown"."""
        reached: list[Phase] = []
        try:
            self.through_proxy.deliver(plan, reached.append, Cancel())
        except Unsure:
            assert reached[-1] is Phase.COMMIT
            return "unknown"
        except Unreachable:
            # Proven not delivered: trying again is safe.
            self.straight.deliver(plan, lambda _: None, Cancel())
        return "sent"

    def ask(self, plan: Plan) -> Delivered | None:
        return self.straight.find_delivered(plan, Cancel())


def cut_points(length: int, step: int, commit: int) -> list[int]:
    """Every `step`-th byte, more of them once the server may accept, and every byte around the last word."""
    fine = 1 if step == 1 or length - commit < 150 else 7
    last = range(max(0, length - 40), length + 1)
    return sorted({*range(0, length + 1, step), *range(max(0, commit - 40), length + 1, fine), *last})


@pytest.mark.slow
@pytest.mark.parametrize("chunking", [True, False])
def test_cutting_the_line_at_any_byte_neither_loses_nor_doubles(
    opened: Open, mail_server: MailServer, chunking: bool
) -> None:
    """With a copy to ourselves there is something to look for after every cut."""
    user, customer = mail_server.new_user(), mail_server.new_user("example.test")
    strip = () if chunking else (b"CHUNKING",)
    with fault_proxy(mail_server.smtp_port, Fault(strip=strip)) as proxy:
        broken = opened(user, smtp_port=str(proxy.port), smtp_security="none", copy_to_self="yes")
        straight = opened(user, smtp_port=str(mail_server.smtp_port), smtp_security="none", copy_to_self="yes")
        outbox = Outbox(broken, straight)
        points = measured_points(outbox, proxy, customer, strip)
        plans: dict[str, Plan] = {}
        states: dict[str, str] = {}
        for fault in points:
            proxy.fault, proxy.once = fault, True
            plan = planned(broken, customer)
            plans[plan.remote_key] = plan
            states[plan.remote_key] = outbox.drain(plan)
    unknown = [key for key, state in states.items() if state == "unknown"]
    settle(mail_server, customer, user)
    there = ids(mail_server, customer)
    for key in unknown:
        found = outbox.ask(plans[key])
        assert (found is not None) == (there[key] == 1), "the probe must tell the truth"
        if found is None:
            outbox.straight.deliver(plans[key], lambda _: None, Cancel())
    settle(mail_server, customer, user)
    there = ids(mail_server, customer)
    print(f"{len(points)} cuts, {len(unknown)} left open and settled by looking")
    assert {key: there[key] for key in plans} == dict.fromkeys(plans, 1)
    if chunking:
        assert len(unknown) <= len(points) / 3


def measured_points(outbox: Outbox, proxy: FaultProxy, customer: str, strip: tuple[bytes, ...]) -> list[Fault]:
    """Return the faults to rehearse, from the lengths of one whole conversation."""
    marks: list[tuple[int, int]] = []

    def report(phase: Phase) -> None:
        if phase is Phase.COMMIT:
            marks.append((proxy.up, proxy.down))

    outbox.through_proxy.deliver(planned(outbox.through_proxy, customer), report, Cancel())
    up, down = proxy.up, proxy.down
    step_up, step_down = (1, 1) if EVERY_BYTE else (31, 17)
    faults = [Fault(cut_up=at, strip=strip) for at in cut_points(up, step_up, marks[0][0])]
    return faults + [Fault(cut_down=at, strip=strip) for at in cut_points(down, step_down, marks[0][1])]


def settle(server: MailServer, *users: str) -> None:
    """Wait until Postfix has nothing left to carry."""
    queue = server.directory / "queue"
    places = [queue / name for name in ("incoming", "active", "maildrop")]
    assert server.wait_for(lambda: not any(file.is_file() for place in places for file in place.rglob("*")), 30)


def test_the_copies_of_the_shops_own_mail_come_back_as_its_own(
    opened: Open, mail_server: MailServer, user: str
) -> None:
    source = opened(user)
    mail_server.append(user, mail("ours", sender=user, to="customer@example.test"), "Sent")
    assert [item.hints["role"] for item in pull(source).items] == ["sent"]


def test_everybody_in_to_and_cc_receives_it_exactly_once(opened: Open, mail_server: MailServer, user: str) -> None:
    customer, friend, other = (mail_server.new_user("example.test") for _ in range(3))
    asked = parent(author_key=customer, author_handle=customer, sent_to=(user, friend))
    source = opened(user)
    assert source.addresses(asked).others == (friend,)
    words = replace(draft("For all of you."), cc=(friend, friend.upper(), other))
    plan = source.prepare(str(uuid.uuid4()), words, asked, NOW)
    assert plan.recipients == (customer, friend, other)
    source.deliver(plan, lambda _phase: None, Cancel())
    for who in (customer, friend, other):
        assert arrived(mail_server, who, plan)
    for who in (customer, friend, other):
        assert ids(mail_server, who) == {plan.remote_key: 1}
        message = email.message_from_bytes(mail_server.messages(who)[0])
        assert (message["To"], message["Cc"]) == (customer, f"{friend},\r\n {other}")
    assert ids(mail_server, user) == {}
