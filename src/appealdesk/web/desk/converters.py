"""The parts of the desk's addresses: a malformed reference is 404 before a view runs."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from appealdesk.foundation.ids import is_ref

__all__ = ["register_converters"]


class DeskRefConverter(StringConverter):
    """A reference such as A-7K3M9Q2XC; small letters are taken too, as they are typed from a telephone."""

    regex = "[A-Za-z]-[0-9A-Za-z]{9}"

    def to_python(self, value: str) -> str:
        """The reference in capitals. Raises ValueError, which is 404, for letters that no reference has."""
        ref = value.upper()
        if not is_ref(ref, ref[:1]):
            raise ValueError(ref)
        return ref


class LetterActConverter(StringConverter):
    """What can be done with one letter."""

    regex = "approve|cancel|printed"


class DraftActConverter(StringConverter):
    """What can be done with a draft of criteria as a whole."""

    regex = "discard|restore|submit|take-back"


class AppealStepConverter(StringConverter):
    """What is done with an appeal without a word to the public."""

    regex = "open|resume|archive"


class AppealStopConverter(StringConverter):
    """What stops an appeal, with a reason that the public reads."""

    regex = "pause|close|withdraw"


class DisbursementActConverter(StringConverter):
    """A step of a disbursement that needs no more than a word."""

    regex = "approve|reject|cancel|release|reverse"


class CorrectionActConverter(StringConverter):
    """What is done with a refund, a transfer or a write-off."""

    regex = "agree|drop|reverse"


class GoodsActConverter(StringConverter):
    """What an offer of goods becomes; `offered` takes an answer back."""

    regex = "accepted|declined|handed_over|withdrawn|offered"


def register_converters() -> None:
    """Make the converters known to Django's addresses."""
    register_converter(CorrectionActConverter, "correction_act")
    register_converter(DisbursementActConverter, "disbursement_act")
    register_converter(GoodsActConverter, "goods_act")
    register_converter(DraftActConverter, "draft_act")
    register_converter(AppealStepConverter, "appeal_step")
    register_converter(AppealStopConverter, "appeal_stop")
    register_converter(LetterActConverter, "letter_act")
    register_converter(DeskRefConverter, "desk_ref")
