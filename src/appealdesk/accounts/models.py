"""Staff accounts. A login is a handle, never a mail address, so that the table names nobody."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from appealdesk.foundation.actor import Role

__all__ = ["Staff"]


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by login for Django's authentication."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(login=username)


class Staff(AbstractBaseUser):
    """One member of staff of one organisation in one role."""

    ref = models.CharField(max_length=16, unique=True)
    login = models.CharField(max_length=40, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9-]{1,38}$")])
    display_name = models.CharField(max_length=80)
    organisation_id = models.BigIntegerField()
    role = models.CharField(max_length=20, choices=[(role.value, role.name) for role in Role])
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = StaffManager()

    class Meta:
        verbose_name_plural = "staff"
        constraints = [
            models.CheckConstraint(condition=models.Q(language__in=["ja", "en", "uk"]), name="staff_language_known"),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="staff_role_known"),
        ]

    def __str__(self) -> str:
        return self.ref
