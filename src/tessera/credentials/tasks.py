from tessera.common import clock
from tessera.common.jobs import job
from tessera.credentials import operations, signals
from tessera.credentials.models import Award, Run


@job("credentials.issue")
def issue(award_id: int) -> None:
    operations.issue(award=Award.objects.get(pk=award_id), at=clock.now())


@job("credentials.keep_record")
def keep_record(award_id: int) -> None:
    operations.keep_record(award=Award.objects.get(pk=award_id), at=clock.now())


@job("credentials.go_on")
def go_on(run_id: int) -> None:
    operations.go_on(run=Run.objects.get(pk=run_id), at=clock.now())


@job("credentials.issue_many")
def issue_many(run_id: int, awards: list[int]) -> None:
    operations.issue_run(run=Run.objects.get(pk=run_id), awards=awards, at=clock.now())


@job("credentials.tell")
def tell(event: str, award_id: int) -> None:
    signals.BY_EVENT[event].send(sender=Award, award_id=award_id)
