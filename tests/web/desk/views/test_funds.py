"""Opening a fund and registering a bank account at the desk."""

from appealdesk.appeals.queries.appeals import appeals_of
from appealdesk.donations.models import BankAccount, Fund
from appealdesk.foundation.db import acting
from tests.web.desk.cast import Desk, audited
from tests.web.desk.conftest import CountQueries, SignedIn

PAGE = "/desk/accounts/funds/"
FUND = {"names-ja": "人道支援", "names-en": "Humanitarian aid", "names-uk": "Гуманітарна допомога", "use": "restricted"}
ACCOUNT = {"label": "Test Bank", "account_key": "9999-001-1-1234567", "currency": "jpy", "gifts": "yes"}


def funds(desk: Desk) -> list[tuple[object, ...]]:
    with acting(desk.stage.actor):
        return list(Fund.objects.values_list("names__en", "appeal_id", "restricted"))


def accounts(desk: Desk) -> list[tuple[object, ...]]:
    with acting(desk.stage.actor):
        return list(BankAccount.objects.values_list("account_key", "currency", "every_credit_is_donation"))


def fund_ref(desk: Desk) -> str:
    with acting(desk.stage.actor):
        return Fund.objects.get().ref


def test_a_new_office_opens_a_fund_and_takes_the_files_of_its_account(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    appeal = appeals_of(desk.stage.organisation_id)[0]

    opened = client.post(f"{PAGE}open/", FUND | {"appeal": appeal.ref}, follow=True).content.decode()
    account = ACCOUNT | {"fund_ref": fund_ref(desk)}
    registered = client.post("/desk/accounts/banks/register/", account, follow=True).content.decode()

    assert ("Opened: Humanitarian aid." in opened, "Registered: Test Bank." in registered) == (True, True)
    assert (funds(desk), accounts(desk)) == (
        [("Humanitarian aid", appeal.id, True)],
        [("9999-001-1-1234567", "JPY", True)],
    )
    finance = f"staff:{desk.staff['finance'].ref}"
    assert [[by for by, _ref in audited(tag)] for tag in ("fund.created", "bank_account.created")] == [[finance]] * 2


def test_an_iban_is_kept_as_files_write_it(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("admin")
    client.post(f"{PAGE}open/", FUND | {"use": "free"})

    typed = {"account_key": "de89 3704 0044 0532 0130 00", "currency": "EUR", "gifts": "no", "fund_ref": fund_ref(desk)}
    client.post("/desk/accounts/banks/register/", ACCOUNT | typed)

    assert (funds(desk), accounts(desk)) == (
        [("Humanitarian aid", None, False)],
        [("DE89370400440532013000", "EUR", False)],
    )


def test_what_is_wrong_is_said_beside_what_was_typed(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    unnamed = client.post(f"{PAGE}open/", FUND | {"names-uk": ""})
    client.post(f"{PAGE}open/", FUND)
    account = ACCOUNT | {"fund_ref": fund_ref(desk)}

    unknown = client.post("/desk/accounts/banks/register/", account | {"currency": "yen!"})
    client.post("/desk/accounts/banks/register/", account)
    fund_twice = client.post(f"{PAGE}open/", FUND | {"names-ja": "別の基金", "names-en": "HUMANITARIAN  aid"})
    account_twice = client.post("/desk/accounts/banks/register/", account)

    answers = (unnamed, unknown, fund_twice, account_twice)
    pages = [answer.content.decode() for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422]
    beside = (
        ("names-uk-problem", "Humanitarian aid"),
        ("currency-problem", "yen!"),
        ("names-en-problem", "There is a fund of this name."),
        ("account_key-problem", "Test Bank"),
    )
    assert [text for page, texts in zip(pages, beside, strict=True) for text in texts if text not in page] == []
    assert (len(funds(desk)), len(accounts(desk))) == (1, 1)


def test_what_is_not_the_organisations_is_not_found(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("finance")
    client.post(f"{PAGE}open/", FUND)

    answers = [
        client.post(f"{PAGE}open/", FUND | {"appeal": "Q-7K3M9Q2XC"}),
        client.post("/desk/accounts/banks/register/", ACCOUNT | {"fund_ref": "B-7K3M9Q2XC"}),
        client.post("/desk/accounts/banks/register/", ACCOUNT | {"fund_ref": "no ref"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert (len(funds(desk)), accounts(desk)) == (1, [])


def test_the_page_takes_as_many_queries_for_three_as_for_one(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client, counts = signed_in("finance"), []
    for number in range(3):
        client.post(f"{PAGE}open/", FUND | {f"names-{language}": f"{number}" for language in ("ja", "en", "uk")})
        with acting(desk.stage.actor):
            ref = Fund.objects.latest("pk").ref
        client.post(
            "/desk/accounts/banks/register/", ACCOUNT | {"account_key": f"9999-001-1-{number}", "fund_ref": ref}
        )
        counts.append(count_queries(client, PAGE))

    assert counts[0] == counts[2]
