"""Who hears what: the one page that lists every event and its listeners."""

from appealdesk.appeals.events import AdvisoryChanged, AppealSuperseded, CriteriaPublished, LegalGroundsChanged
from appealdesk.donations import jobs as donations
from appealdesk.donations.events import (
    CardEventReceived,
    CardEventsWanted,
    CardPaymentReturned,
    CardRefundApproved,
    DonationsRecorded,
    DonorAttached,
    InKindOffered,
    ReceiptBatchAdvanced,
    StatementConfirmed,
    StatementImported,
)
from appealdesk.enquiries import jobs as enquiries
from appealdesk.enquiries.events import (
    ApplicationCreated,
    ApplicationsCarriedOver,
    ApplicationWithdrawn,
    CarryOverAdvanced,
    EnquiryReceived,
    FactsCorrected,
    PeopleFileAdvanced,
)
from appealdesk.foundation.events import subscribe
from appealdesk.letters import jobs as letters
from appealdesk.letters.events import LetterApproved
from appealdesk.ops import resolving
from appealdesk.people.events import (
    ConsentWithdrawn,
    PersonCorrected,
    PersonErased,
    PersonsJoined,
    PersonsParted,
    ResolutionAdvanced,
)
from appealdesk.placements import jobs as placements
from appealdesk.sanctions import jobs as sanctions
from appealdesk.sanctions.events import CheckRulesChanged, HitFound, HitSettled, SanctionsListLoaded
from appealdesk.screening import jobs as screening
from appealdesk.screening.events import ApplicationDecided, BulkDecisionAdvanced, RescreenAdvanced

__all__ = ["connect"]


def connect() -> None:
    """Subscribe every listener."""
    subscribe(EnquiryReceived, enquiries.process_enquiry)
    subscribe(ApplicationCreated, screening.screen)
    subscribe(FactsCorrected, screening.screen)
    subscribe(ApplicationWithdrawn, screening.withdraw)
    subscribe(CriteriaPublished, screening.rescreen)
    subscribe(RescreenAdvanced, screening.advance)
    subscribe(BulkDecisionAdvanced, screening.carry_on)
    subscribe(ApplicationDecided, placements.enter_roster)
    subscribe(ApplicationDecided, placements.record_referrals)
    subscribe(AdvisoryChanged, placements.review_holds)
    subscribe(AppealSuperseded, enquiries.carry_over)
    subscribe(CarryOverAdvanced, enquiries.carry_over)
    subscribe(ApplicationsCarriedOver, screening.carry)
    subscribe(PeopleFileAdvanced, enquiries.go_on_with_people_file)
    subscribe(LegalGroundsChanged, placements.review_legal_holds)
    subscribe(LetterApproved, letters.send)
    subscribe(PersonsJoined, screening.rescreen_persons)
    subscribe(PersonsParted, screening.rescreen_persons)
    subscribe(PersonCorrected, screening.rescreen_persons)
    subscribe(PersonCorrected, placements.review_ages)
    subscribe(PersonCorrected, sanctions.check_corrected)
    subscribe(ConsentWithdrawn, enquiries.withdraw_without_consent)
    subscribe(ConsentWithdrawn, placements.hold_without_consent)
    subscribe(PersonErased, enquiries.erase)
    subscribe(PersonErased, letters.erase)
    subscribe(PersonErased, screening.erase)
    subscribe(PersonErased, sanctions.erase)
    subscribe(PersonErased, donations.erase)
    subscribe(PersonsJoined, sanctions.check_joined)
    subscribe(PersonsParted, sanctions.check_parted)
    subscribe(PersonsJoined, donations.follow_joined)
    subscribe(PersonsParted, donations.follow_parted)
    subscribe(ResolutionAdvanced, resolving.resolve_by_turns)
    subscribe(SanctionsListLoaded, sanctions.check_everybody)
    subscribe(SanctionsListLoaded, donations.check_payees)
    subscribe(CheckRulesChanged, sanctions.check_by_new_rules)
    subscribe(CheckRulesChanged, donations.check_payees)
    subscribe(HitFound, donations.follow_hit)
    subscribe(HitSettled, donations.follow_hit)
    subscribe(StatementConfirmed, donations.import_confirmed)
    subscribe(StatementImported, donations.reconcile_imported)
    subscribe(DonationsRecorded, donations.thank_donors)
    subscribe(DonationsRecorded, donations.post_bank_fees)
    subscribe(DonorAttached, donations.thank_donor)
    subscribe(ReceiptBatchAdvanced, donations.carry_on_receipts)
    subscribe(CardEventReceived, donations.read_card_event)
    subscribe(CardPaymentReturned, donations.ask_about_gift)
    subscribe(CardEventsWanted, donations.ask_for_card_events)
    subscribe(CardRefundApproved, donations.refund_card)
    subscribe(InKindOffered, donations.acknowledge_offer)
