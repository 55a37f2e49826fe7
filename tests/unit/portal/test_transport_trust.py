# SPDX-License-Identifier: MIT
"""Whom the transport trusts: the system's store and the settings, nothing in the environment."""

from __future__ import annotations

import socket
import ssl
import warnings
from pathlib import Path

import pytest

from tests.support.certificates import DAY_S, issue
from tests.support.raw_server import RawServer, answering, json_answer
from tests.unit.portal.conftest import transport
from vaxdesk.errors import SettingsError
from vaxdesk.portal.answer import NotSent
from vaxdesk.portal.codes import Code
from vaxdesk.portal.transport import Transport

BODY = b'{"beneficiary_reference_id": "12345678901234"}'


def test_nothing_in_the_environment_changes_where_or_how_it_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(tmp_path / "none.pem"))
    seen: list[bytes] = []
    with RawServer(answering(json_answer(BODY, extra=b"Set-Cookie: a=b\r\nConnection: close\r\n"), seen)) as server:
        ours = transport(server.port)
        assert ours.call("GET", "/x").body == BODY
        ours.call("GET", "/x")
    assert not any(header in request for request in seen for header in (b"Authorization", b"Cookie"))


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_a_certificate_that_the_system_does_not_trust_is_not_sent_to(
    variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = issue(tmp_path, "own", "localhost")
    monkeypatch.setenv(variable, str(own.pem))
    seen: list[bytes] = []
    with RawServer(answering(json_answer(BODY), seen), tls=own.serving()) as server, pytest.raises(NotSent) as caught:
        transport(server.port, scheme="https", host="localhost").call("POST", "/x", body=b"{}")
    assert (caught.value.code, seen) == (Code.TLS_FAILED, [])


def test_a_certificate_in_the_systems_store_is_trusted_for_its_own_name_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = issue(tmp_path, "own", "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(own.pem))  # where OpenSSL is told that the system's store lies
    with RawServer(answering(json_answer(BODY)), tls=own.serving()) as server:
        assert transport(server.port, scheme="https", host="localhost").call("GET", "/x").body == BODY
        with pytest.raises(NotSent) as caught:
            transport(server.port, scheme="https").call("GET", "/x")
    assert caught.value.code is Code.TLS_FAILED


@pytest.mark.parametrize("bad", ["expired", "not_yet", "another_name", "no_name", "no_authority", "unknown_authority"])
def test_no_byte_goes_to_a_certificate_that_is_not_good(
    bad: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known, unknown = issue(tmp_path, "known"), issue(tmp_path, "unknown")
    leaf = issue(tmp_path, "leaf", "localhost", issuer=known, authority=False)
    presented = {
        "expired": lambda: issue(tmp_path, "bad", "localhost", issuer=known, valid_s=(-2 * DAY_S, -DAY_S)),
        "not_yet": lambda: issue(tmp_path, "bad", "localhost", issuer=known, valid_s=(DAY_S, 2 * DAY_S)),
        "another_name": lambda: issue(tmp_path, "bad", "portal.example", issuer=known),
        "no_name": lambda: issue(tmp_path, "bad", issuer=known),
        "no_authority": lambda: issue(tmp_path, "bad", "localhost", issuer=leaf),
        "unknown_authority": lambda: issue(tmp_path, "bad", "localhost", issuer=unknown),
    }[bad]()
    monkeypatch.setenv("SSL_CERT_FILE", str(known.pem))
    seen: list[bytes] = []
    with RawServer(answering(json_answer(BODY), seen), tls=leaf.serving()) as server:
        assert transport(server.port, scheme="https", host="localhost").call("GET", "/x").body == BODY
    server = RawServer(answering(json_answer(BODY), seen), tls=presented.serving())
    with server, pytest.raises(NotSent) as caught:
        transport(server.port, scheme="https", host="localhost").call("POST", "/x", body=b"{}")
    assert (caught.value.code, caught.value.traffic.bytes_sent) == (Code.TLS_FAILED, 0)
    assert [request[:4] for request in seen] == [b"GET "]


def test_tls_of_the_last_century_is_not_sent_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = issue(tmp_path, "own", "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(own.pem))
    old = own.serving()
    old.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is the point
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    seen: list[bytes] = []
    with RawServer(answering(json_answer(BODY), seen), tls=old) as server, pytest.raises(NotSent) as caught:
        transport(server.port, scheme="https", host="localhost").call("GET", "/x")
    assert (caught.value.code, seen) == (Code.TLS_FAILED, [])


def test_a_plain_server_under_https_is_not_sent_to() -> None:
    def talk_first(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        connection.recv(65536)

    with RawServer(talk_first) as server, pytest.raises(NotSent) as caught:
        transport(server.port, scheme="https", host="localhost").call("GET", "/x")
    assert caught.value.code is Code.TLS_FAILED


def test_a_handshake_that_never_ends_is_a_connect_timeout() -> None:
    def say_nothing(connection: socket.socket) -> None:
        while connection.recv(65536):
            pass

    with RawServer(say_nothing) as server, pytest.raises(NotSent) as caught:
        transport(server.port, scheme="https", host="localhost").call("GET", "/x")
    assert caught.value.code is Code.CONNECT_TIMEOUT


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "portal.example/api",
        "ftp://portal.example",
        "http://portal.example/api",
        "http://10.0.0.1/api",
        "http://127.0.0.1.example/api",
        "https://",
        "https://user:secret@portal.example/api",
        "https://portal.example:99999/api",
        "https://portal.example/api?x=1",
        "https://[::1",
        "https://portal example/api",
        "https://portal.example/api\n",
    ],
)
def test_an_address_that_cannot_be_used_is_refused(base_url: str) -> None:
    with pytest.raises(SettingsError):
        Transport(base_url, {}, connect_timeout_s=1, read_timeout_s=1)


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://Portal.Example/api", "portal.example"),
        ("http://127.0.0.1:80/api", "127.0.0.1"),
        ("http://[::1]:80/api/", "::1"),
        ("http://localhost/api", "localhost"),
    ],
)
def test_the_host_is_known_before_anything_is_sent(base_url: str, host: str) -> None:
    assert Transport(base_url, {}, connect_timeout_s=1, read_timeout_s=1).host == host


@pytest.mark.parametrize("key", ["two\r\nlines", "कुंजी", " blank "])
def test_a_key_that_fits_no_header_is_refused(key: str) -> None:
    with pytest.raises(SettingsError):
        Transport("https://portal.example", {"x-api-key": key}, connect_timeout_s=1, read_timeout_s=1)
