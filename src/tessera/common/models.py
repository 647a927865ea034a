from django.db import models


class WorkerBeat(models.Model):
    """The last sign of life of one worker process; its running jobs are requeued when it falls silent."""

    worker = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} at {self.at:%H:%M:%S}"


class Schedule(models.Model):
    """When a job that comes round by itself is due next."""

    job = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.job} at {self.due_at:%Y-%m-%d %H:%M}"
