# SPDX-License-Identifier: MIT
"""Certificates of our own making, good and bad, for TLS servers on loopback."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY_S = 86400.0


@dataclass(frozen=True)
class Issued:
    """A certificate with its key.

    Attributes:
        pem: the file of the certificate, as a client's trust store may hold it.
        chain: the file that a server presents: key, certificate and, where another signed it, that one's.
    """

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    pem: Path
    chain: Path

    def serving(self) -> ssl.SSLContext:
        """Return the context of a server that presents it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain)
        return context


def issue(
    folder: Path,
    file: str,
    *names: str,
    issuer: Issued | None = None,
    authority: bool = True,
    valid_s: tuple[float, float] = (-DAY_S, DAY_S),
) -> Issued:
    """Return a certificate for the DNS ``names``, signed by itself unless by ``issuer``.

    ``valid_s`` is when it begins and ends, in seconds from now.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, file)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(seconds=valid_s[0]))
        .not_valid_after(now + timedelta(seconds=valid_s[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False)
    certificate = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    pem, chain = folder / f"{file}.pem", folder / f"{file}-chain.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain.write_bytes(secret + pem.read_bytes() + (issuer.pem.read_bytes() if issuer else b""))
    return Issued(certificate, key, pem, chain)
