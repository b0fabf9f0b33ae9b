"""What is asked of each documented endpoint, model and parameter is what the documents say."""

import pytest

from bot.core.models.naming import choose
from bot.core.models.parameters import asked_for
from bot.core.models.provider import Makes, Protocol
from tests.models_matrix import ALL, CASES, Case, one_of_each


@pytest.mark.parametrize("case", CASES)
def test_what_is_sent_is_what_is_documented(case: Case) -> None:
    """The model's name, the parameters in their place, the shape and size of imageConfig; nothing else."""
    provider = case.provider()
    requested = asked_for(choose({case.platform: provider}, case.model), case.protocol, case.wants)

    assert requested.name == case.wire_name
    assert dict(requested.query if case.in_query else requested.extra) == case.extra
    assert not (requested.extra if case.in_query else requested.query)
    config = {"aspectRatio": requested.ratio, "imageSize": requested.size}
    assert {key: value for key, value in config.items() if value} == dict(case.image_config)


def test_the_matrix_is_whole() -> None:
    """Both platforms, all endpoints, every model and every suffix are in it, and no case twice."""
    names = {case.model for case in ALL}

    assert len({case.id for case in ALL}) == len(ALL)
    assert {(case.platform, case.protocol) for case in ALL} == {
        (platform, protocol) for platform in ("antigravity", "gemini_official") for protocol in Protocol
    }
    assert len(names) == 14 + 2 * 3 + 3 * (1 + 5)
    assert {case.makes for case in ALL} == set(Makes)


def test_each_parameter_has_a_case_for_slow_tests() -> None:
    """Of every platform, endpoint and parameter there is one among the few."""
    few = {case.values[0] for case in one_of_each()}

    assert few < set(ALL)
    assert {(case.platform, case.protocol, name) for case in few for name in case.extra} == {
        (case.platform, case.protocol, name) for case in ALL for name in case.extra
    }
    assert len(few) < 60
