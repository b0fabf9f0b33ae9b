"""Where a download is somewhere else: our key stays at home, and few other doors are knocked at."""

import traceback

import aiohttp
import pytest
from yarl import URL

from bot.core.errors import FileTooLarge, ProviderError, Refused
from bot.providers.redirects import is_google_storage, redirect_target
from tests.providers.behaviours import says, sends
from tests.providers.conftest import KEY, Behaviour, Endpoint
from tests.providers.disks import ENV, MACHINE, ROOT, SNAPSHOT, files_at, served, tar_of

TAR = sends(tar_of({"./a.txt": b"hello"}), content_type="application/x-tar")
SIGNED = "/bucket/snapshot.tar?signature=the%2Fsigned+secret"


def leading_to(location: str, *, status: int = 302, there: tuple[str, ...] = ()) -> Behaviour:
    """The snapshot is elsewhere; at the paths `there` it is."""
    redirect = says(status, headers={"Location": location})
    return served({MACHINE: says(200, {"id": ENV}), SNAPSHOT: redirect} | dict.fromkeys(there, TAR))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["/download/1?t=x%2Fy", "1?t=x%2Fy", "{base}/download/1?t=x%2Fy#part"])
async def test_the_own_origin_gets_the_key(
    endpoint: Endpoint, session: aiohttp.ClientSession, status: int, location: str
) -> None:
    """A redirect on the API's own origin is followed with the key, to the letter."""
    there = ("/download/1", "/v1beta/files/1")
    endpoint.will(leading_to(location.format(base=endpoint.base), status=status, there=there))

    listing = await files_at(endpoint.base, session).list(ENV)

    assert [file.path for file in listing.files] == ["a.txt"]
    assert endpoint.asked[-1][1] in {"/download/1?t=x%2Fy", "/v1beta/files/1?t=x%2Fy"}
    assert endpoint.headers[-1]["x-goog-api-key"] == KEY


async def test_a_trusted_host_gets_no_key(
    endpoint: Endpoint, elsewhere: Endpoint, session: aiohttp.ClientSession
) -> None:
    """Another host that is trusted is asked, with its signature and without our key in any header."""
    endpoint.will(leading_to(elsewhere.base + SIGNED))
    elsewhere.will(TAR)

    listing = await files_at(endpoint.base, session, trusted=elsewhere.base).list(ENV)

    assert [file.path for file in listing.files] == ["a.txt"]
    assert elsewhere.asked == [("GET", SIGNED)]
    assert KEY not in str(elsewhere.headers)
    assert endpoint.headers[-1]["x-goog-api-key"] == KEY


async def test_another_host_is_not_asked(
    endpoint: Endpoint, elsewhere: Endpoint, session: aiohttp.ClientSession
) -> None:
    """A host that is not trusted is not asked at all, and the error names it without its signature."""
    endpoint.will(leading_to(elsewhere.base + SIGNED))
    elsewhere.will(TAR)

    with pytest.raises(Refused, match=r"127\.0\.0\.1, which is not trusted") as caught:
        await files_at(endpoint.base, session).list(ENV)

    assert elsewhere.asked == []
    assert "secret" not in "".join(traceback.format_exception(caught.value))


async def test_the_way_back_is_ones_own(
    endpoint: Endpoint, elsewhere: Endpoint, session: aiohttp.ClientSession
) -> None:
    """Led away and back again, the key is sent at home alone."""
    endpoint.will(leading_to(f"{elsewhere.base}/away", there=("/back",)))
    elsewhere.will(says(302, headers={"Location": f"{endpoint.base}/back"}))

    await files_at(endpoint.base, session, trusted=elsewhere.base).list(ENV)

    assert KEY not in str(elsewhere.headers)
    assert endpoint.asked[-1] == ("GET", "/back")


async def test_a_trusted_host_leads_no_further(
    endpoint: Endpoint, elsewhere: Endpoint, session: aiohttp.ClientSession
) -> None:
    """Trust is asked for at every step: a trusted host cannot lead to an untrusted one."""
    endpoint.will(leading_to(f"{elsewhere.base}/away"))
    elsewhere.will(says(302, headers={"Location": "http://169.254.169.254/metadata"}))

    with pytest.raises(Refused, match="not trusted"):
        await files_at(endpoint.base, session, trusted=elsewhere.base).list(ENV)


async def test_another_hosts_error_tells_no_secret(
    endpoint: Endpoint, elsewhere: Endpoint, session: aiohttp.ClientSession
) -> None:
    """An error of the host that we were led to does not repeat the signature."""
    endpoint.will(leading_to(elsewhere.base + SIGNED))
    elsewhere.will(says(403))

    with pytest.raises(ProviderError) as caught:
        await files_at(endpoint.base, session, trusted=elsewhere.base).list(ENV)

    assert caught.value.status == 403
    assert "/bucket/snapshot.tar" in str(caught.value)
    assert "signature" not in "".join(traceback.format_exception(caught.value))


async def test_redirects_end(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """An address that leads to itself is asked four times."""
    endpoint.will(leading_to(SNAPSHOT))

    with pytest.raises(Refused, match="more than 3 redirects"):
        await files_at(endpoint.base, session).fetch_all(ENV, limit=1000)

    assert [path for _, path in endpoint.asked].count(SNAPSHOT) == 3


async def test_a_file_may_be_elsewhere_too(endpoint: Endpoint, session: aiohttp.ClientSession) -> None:
    """A download of one file follows the same rules and has the same limit."""
    endpoint.will(served({f"{ROOT}/a": says(302, headers={"Location": "/there"}), "/there": sends(b"12345")}))
    files = files_at(endpoint.base, session)

    assert await files.fetch(ENV, "a", limit=5) == b"12345"
    with pytest.raises(FileTooLarge):
        await files.fetch(ENV, "a", limit=4)


@pytest.mark.parametrize(
    "location", ["", "ftp://host/x", "http://me:secret@host/x", "http://[::1/x", "/with space", "/ü"]
)
async def test_a_location_that_is_none(endpoint: Endpoint, session: aiohttp.ClientSession, location: str) -> None:
    """What is no plain address of HTTP is not followed: the redirect is a refusal."""
    endpoint.will(leading_to(location))

    with pytest.raises(Refused) as caught:
        await files_at(endpoint.base, session, trusted="http://host").fetch_all(ENV, limit=1000)

    assert caught.value.status == 302
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "is_trusted"),
    [
        ("https://storage.googleapis.com/b/o?x=1", True),
        ("https://doc-0.Storage.GoogleUserContent.com:443/x", True),
        ("http://storage.googleapis.com/b", False),
        ("https://storage.googleapis.com:8443/b", False),
        ("https://googleapis.com/b", False),
        ("https://evilgoogleapis.com/b", False),
        ("https://storage.googleapis.com.evil.example/b", False),
        ("https://storage.googleapis.com@evil.example/b", False),
        ("https://127.0.0.1/b", False),
    ],
)
def test_googles_storage_is_known(address: str, is_trusted: bool) -> None:
    """Only TLS, the usual port and a name below Google's two domains are trusted."""
    assert is_google_storage(URL(address)) is is_trusted


@pytest.mark.parametrize("status", [200, 300, 304, 305, 400])
def test_only_a_redirect_leads(status: int) -> None:
    """A Location in any other answer leads nowhere."""
    assert redirect_target(URL("https://a/b"), status, {"Location": "/c"}) is None
