"""Passkeys and security keys (WebAuthn), by :mod:`fido2`: what the browser is asked, and what it answers.

A challenge stands in the session and is used up by the first answer.
"""

import ipaddress
import json
import struct
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from core.people import name_of
from portal.models import Passkey, SiteSettings

STATE = "passkey_challenge"
LONGEST_ANSWER = 20_000  # characters; real ones have one or two thousand
MOST = 10
# What reading foreign bytes ends with; fido2 has no class of its own for it.
REFUSED = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, struct.error)


class NotAccepted(Exception):
    """What the browser answered is no proof of a passkey of this account."""


def are_possible(request: HttpRequest) -> bool:
    """Tell whether browsers know passkeys of this address: they need a name, and HTTPS or this machine."""
    host = _host(request)
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


def begin_adding(request: HttpRequest, user: User) -> str:
    """Return as JSON what the browser is asked to make."""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(
            id=salted_hmac("portal.accounts.passkeys", str(user.pk), algorithm="sha256").digest(),
            name=user.get_username(),
            display_name=name_of(user),
        ),
        _known(user),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[STATE] = state
    return json.dumps(dict(options.public_key))


def finish_adding(request: HttpRequest, user: User, answer: str, name: str) -> Passkey:
    """Keep the passkey that the browser made; raises NotAccepted."""
    state = request.session.pop(STATE, None)
    try:
        data = _server(request).register_complete(state, _read(answer))
    except REFUSED as error:
        raise NotAccepted from error
    credential = data.credential_data
    if credential is None or Passkey.objects.filter(credential_id=credential.credential_id).exists():
        raise NotAccepted
    return Passkey.objects.create(
        user=user,
        name=name,
        credential_id=credential.credential_id,
        credential=bytes(credential),
        sign_count=data.counter,
    )


def begin_showing(request: HttpRequest, user: User) -> str:
    """Return as JSON what the browser is asked to sign with a passkey of the account."""
    options, state = _server(request).authenticate_begin(
        _known(user), user_verification=UserVerificationRequirement.PREFERRED
    )
    request.session[STATE] = state
    return json.dumps(dict(options.public_key))


def accept(request: HttpRequest, user: User, answer: str) -> None:
    """Check what the browser signed; raises NotAccepted."""
    state = request.session.pop(STATE, None)
    try:
        said = _read(answer)
        used = _server(request).authenticate_complete(state, _known(user), said)
        counter = _counter(said)
    except REFUSED as error:
        raise NotAccepted from error
    passkey = Passkey.objects.get(user=user, credential_id=used.credential_id)
    # A counter that goes backwards is that of a copy (WebAuthn 6.1.1); many keys always say 0.
    if (counter or passkey.sign_count) and counter <= passkey.sign_count:
        raise NotAccepted
    passkey.sign_count, passkey.used_at = counter, timezone.now()
    passkey.save(update_fields=["sign_count", "used_at"])


def _server(request: HttpRequest) -> Fido2Server:
    ours = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=_host(request), name=SiteSettings.load().name),
        verify_origin=lambda origin: origin == ours,  # Not other hosts of the domain, as the package would.
    )


def _host(request: HttpRequest) -> str:
    return split_domain_port(request.get_host())[0]


def _known(user: User) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(passkey.credential)) for passkey in user.passkeys.all()]


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("too long")
    said = json.loads(answer)
    if not isinstance(said, dict):
        raise TypeError("no object")
    return said


def _counter(said: dict[str, Any]) -> int:
    return AuthenticationResponse.from_dict(said).response.authenticator_data.counter
