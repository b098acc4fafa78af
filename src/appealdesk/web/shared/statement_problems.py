"""What is wrong with a bank's file, in the reader's language."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from appealdesk.core.banking.shapes import StatementProblem
from appealdesk.core.sentences import Sentence

__all__ = ["WORDS", "in_language", "problem_text"]


def problem_text(problem: StatementProblem) -> str:
    """Where the file is wrong and what to do; fields keep the names that their format gives them."""
    sentence = in_language(problem.sentence)
    if problem.line and problem.field:
        place = gettext("Line %(line)s, %(field)s") % {"line": problem.line, "field": problem.field}
    elif problem.line:
        place = gettext("Line %(line)s") % {"line": problem.line}
    else:
        place = problem.field
    return f"{place}: {sentence}" if place else sentence


def in_language(sentence: str) -> str:
    """The sentence in the active language; words that nobody translated, such as a library's, stay as they are."""
    if not isinstance(sentence, Sentence):
        return sentence
    values = {
        name: in_language(value) if isinstance(value, Sentence) else value for name, value in sentence.values.items()
    }
    return gettext(sentence.words) % values


WORDS = (
    _("%(chosen)s is no format; choose one of %(formats)s."),
    _("%(code)s is not a currency code of ISO 4217; write three capital letters such as JPY."),
    _("%(text)s has a sign; the column says the direction already."),
    _("%(text)s has a sign; the direction belongs in CdtDbtInd."),
    _("%(text)s has more decimal places than %(currency)s knows (%(places)s)."),
    _("%(text)s is no element."),
    _("%(text)s is not a date as %(profile)s files write it."),
    _("%(text)s is not a date; it should begin with YYYYMMDD."),
    _("%(text)s is not a date; the bank should write it as 2022-03-02."),
    _("%(text)s is not an amount in %(currency)s; write digits such as %(example)s."),
    _("%(text)s is not an amount in %(currency)s; write it as 868.00."),
    _("%(text)s is too large an amount to be kept."),
    _("</%(name)s> ends what was not begun; the file is not whole."),
    _("A field of the statement is not as SWIFT lays it out (%(reason)s)."),
    _("A statement has one currency, but this one has %(currencies)s."),
    _("A transfer of an entry with %(parts)s transfers has no amount in %(currency)s."),
    _("Amt and CdtDbtInd (CRDT or DBIT) are needed to know what was moved."),
    _(
        "Column %(column)s holds the byte %(byte)s, which is no character of cp932 text. Download the "
        "file again from the bank and do not open it in another program."
    ),
    _("Just one of %(money_in)s and %(money_out)s must be filled."),
    _("Only %(read)s of %(written)s statement lines can be read; one of them is not as SWIFT lays it out."),
    _("Overdraft flag and balance must both be given, or neither."),
    _("Statement line %(number)s has no amount or day."),
    _("The %(title)s %(rule)s in %(place)s, but it says %(shown)s."),
    _("The XML is not whole (%(reason)s); download the file again."),
    _("The account is missing."),
    _(
        "The balance does not follow from the row before it, or the days run back and forth; a row is "
        "missing or was changed. Download the file again."
    ),
    _("The balance is blank here but not in other rows."),
    _("The balance of %(field)s is missing; the file was cut."),
    _(
        "The closing balance is %(closing)s but opening balance and entries give %(reached)s (in minor "
        "units); the file is not whole."
    ),
    _(
        "The closing balance is %(closing)s but opening balance and lines give %(reached)s (in minor "
        "units); the file is not whole."
    ),
    _(
        "The date %(odd)s is neither by the Japanese era nor by western years a day between %(earliest)s "
        "and %(latest)s, as every date of the file has to be."
    ),
    _("The dates, such as %(text)s, could be Japanese or western years; ask the bank which it writes."),
    _("The document has a DOCTYPE, which no bank statement has."),
    _("The document holds no statement, report or notification."),
    _("The document is %(name)s in %(namespace)s; camt.052, camt.053 and camt.054 (versions 02 to 14) are read."),
    _("The document is not as %(message)s lays it down: %(shown)s"),
    _("The elements are nested too deeply."),
    _("The end record says %(said)s but the file has %(found)s."),
    _("The field is not as SWIFT lays it out."),
    _("The field stands twice in one statement."),
    _("The file ends before </OFX>; it was cut."),
    _("The file has headings but no row."),
    _("The file holds %(count)s statements; download one account and one statement at a time."),
    _("The file holds no bank statement (STMTRS)."),
    _("The file is empty."),
    _("The file is larger than %(most)s MB; split it at the bank."),
    _("The file is not %(encoding)s, in which %(profile)s files are written; download it again."),
    _(
        "The file was saved as UTF-8, but banks write Zengin files in cp932 (Shift JIS). Download the "
        "file again from the bank and do not open it in another program."
    ),
    _(
        "The first record is not a Zengin header of type 01 (transfers received) or 03 (movements); "
        "choose one of these two when you download from the bank."
    ),
    _("The header's CHARSET %(charset)s is not known."),
    _("The headings are not those of %(profile)s, which are %(headings)s. Choose another profile, or change this one."),
    _("The line was booked on %(day)s, outside of the header's period."),
    _("The opening balance is in %(currency)s, the closing one in %(closing_currency)s."),
    _("The period begins on %(start)s after its end on %(end)s."),
    _("The quoting is broken (%(error)s)."),
    _(
        "The record has %(width)s bytes instead of %(due)s; it was cut or changed. Download the file "
        "again from the bank and do not open it in another program."
    ),
    _("The records are not in order: %(reason)s. Download the file again."),
    _("The row has %(cells)s cells, but there are %(headings)s headings."),
    _("The statement does not name its account."),
    _("The statement has no list of transactions."),
    _("The statement has no period and no date of its own."),
    _("The summary says %(stated)s entries but there are %(entries)s."),
    _("The text is not %(encoding)s as its header says; download the file again."),
    _("The trailer says %(stated)s but the lines give %(found)s; the file is not whole."),
    _("The transaction corrects another or is in another currency; enter it by hand."),
    _("The transaction has no FITID, without which it cannot be told from others."),
    _("The transfers of the entry give %(given)s but the entry is %(amount)s."),
    _("The two amounts differ: %(amount)s and %(wide)s."),
    _("There is no element <OFX>; this is no OFX file."),
    _("There is no field :20: at the start of a line; this is no MT940 file."),
    _(
        "This is none of zengin, camt, mt940 and ofx. If it is a CSV file, say which bank's it is, "
        "because columns and dates differ: %(profiles)s."
    ),
    _("a record %(due)s is due here, and not %(mark)s"),
    _("a record begins with 1, 2, 8 or 9, and not with %(mark)s"),
    _("a transfer stands outside of any account"),
    _("columns %(first)s to %(last)s"),
    _("end record"),
    _("header"),
    _("movement"),
    _("must hold %(width)s digits"),
    _("must hold %(width)s digits or be blank"),
    _("must hold 0, 1 or a space"),
    _("must hold 1 for a credit, 2 for an overdrawn balance, or nothing"),
    _("must hold 1 for money in or 2 for money out"),
    _("must not begin in the middle of a wide character"),
    _("the accounts of one file are of different types"),
    _("the end record (9) is not the last one"),
    _("the end is missing"),
    _("the file does not finish with an end record (9); it was cut"),
    _("the last account has no trailer (8) right before the end record"),
    _("trailer"),
    _("transfer"),
)
"""Every sentence of the readers, and of amounts that they read, and the parts that stand in some of them."""
