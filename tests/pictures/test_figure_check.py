"""The anatomical checks: a real exercise passes, a body that cannot be is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figure.check import check
from bot.domain.figure.spec import FigureSpec
from bot.pictures.figure import files
from tests.pictures.figure_world import PROGRAMS, Table, bridge, bridge_table

SHIPPED = files.read(PROGRAMS / "exercises")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_figure_can_be_done_by_a_body(name: str) -> None:
    assert check(name, SHIPPED[name]) == []


def test_every_shipped_exercise_is_drawn() -> None:
    exercises = {path.stem for path in (PROGRAMS / "exercises").glob("[!_]*.toml")}
    assert len(SHIPPED) >= 20
    assert exercises == SHIPPED.keys()


def refused(spec: FigureSpec) -> str:
    findings = check("bridge", spec)
    assert all(f.startswith("bridge, ") for f in findings)
    return "\n".join(findings)


def foot(**changes: object) -> Table:
    found: Table = bridge_table()["pose"][0]["foot"]
    return found | changes


def hand(**changes: object) -> Table:
    found: Table = bridge_table()["pose"][0]["hand"]
    return found | changes


def test_a_knee_that_bends_backwards_is_refused() -> None:
    said = refused(bridge(foot_r=foot(knee=[-0.2, -1, 0])))
    assert "bridge, down, hip rotation r: 1" in said
    assert "limit -102 to 52" in said
    assert "hip rotation l" not in said


def test_a_foot_under_the_floor_is_refused() -> None:
    said = refused(bridge(foot_r=foot(at=[0.30, -0.1, 0.06])))
    assert "bridge, down, foot_r: 0.1" in said
    assert "under the floor, limit 0.022" in said


def test_an_arm_through_the_trunk_is_refused() -> None:
    through = hand(at=[-0.1, 0.09, -0.12], elbow=[0, 1, 0])
    said = refused(bridge(hand_r=through))
    assert "fore_r through" in said
    assert "deep, limit 0.03" in said


def test_a_shin_through_the_other_shin_is_refused() -> None:
    said = refused(bridge(foot_r=foot(at=[0.30, 0, -0.05])))
    assert "shin_l through shin_r" in said


def test_a_hand_that_is_too_far_away_is_refused() -> None:
    said = refused(bridge(hand_l=hand(at=[0.5, 0.3, -0.2])))
    assert "bridge, down, hand_l: target is" in said
    assert "out of reach, limit 0.004" in said


def test_an_elbow_pushed_into_the_mat_is_refused() -> None:
    said = refused(bridge(hand_r=hand(at=[-0.12, 0.025, 0.12], elbow=[0, -1, 0])))
    assert "upper_r" in said
    assert "under the floor" in said


@pytest.mark.parametrize(
    ("part", "joint"),
    [
        ({"spine": {"twist": 80}}, "spine.twist: 80 degrees, limit -50 to 50"),
        ({"spine": {"side": -55}}, "spine.side: -55 degrees, limit -40 to 40"),
        ({"neck": {"turn": 120}}, "neck.turn: 120 degrees, limit -80 to 80"),
    ],
)
def test_a_wrung_trunk_is_refused(part: dict[str, object], joint: str) -> None:
    assert f"bridge, down, {joint}" in refused(bridge(**part))


def test_a_collision_only_on_the_way_is_found() -> None:
    """Both ends are fine; between them the left foot passes through the right shin."""
    table = bridge_table()
    table["pose"][0]["foot_l"] = foot(at=[0.42, 0, -0.06])
    table["pose"][1]["foot_l"] = foot(at=[0.42, 0.02, -0.06], flat=False)
    fine = refused(FigureSpec.model_validate(table))
    assert "through" not in fine
    table["pose"][1]["hand_r"] = hand(at=[-0.10, 0.155, -0.06], elbow=[0, 0.3, 1])
    said = refused(FigureSpec.model_validate(table))
    assert "(on the way)" in said


def test_a_figure_that_leaves_the_card_on_the_way_is_found() -> None:
    """The camera is fitted to the key poses; the trunk swings over the top between them."""
    table = bridge_table()
    del table["mat"]
    table["posture"] = "seated"
    table["pose"][0] |= {"pin": "pelvis", "pelvis": {"at": [0, 0.3, 0], "tilt": -80}}
    table["pose"][1] = {"name": "over", "pelvis": {"tilt": 80}}
    assert "(on the way), card: the body comes" in refused(FigureSpec.model_validate(table))


def test_a_chair_must_be_seen_from_the_front() -> None:
    table = bridge_table() | {"props": [{"kind": "chair"}]}
    assert "camera, yaw at a chair: -12 degrees" in refused(FigureSpec.model_validate(table))
    table["camera"] = {"yaw": 20}
    assert "chair" not in refused(FigureSpec.model_validate(table))


step = st.floats(-0.7, 0.7).map(lambda x: round(x, 3))


@given(st.tuples(step, step, step), st.tuples(step, step, step), st.booleans())
def test_no_number_in_a_pose_breaks_the_checks(at: object, pole: object, flat: bool) -> None:
    for finding in check("any", bridge(foot_r=foot(at=at, knee=pole, flat=flat))):
        assert finding.startswith("any, ")
        assert "limit" in finding


def test_a_figure_too_small_to_read_is_found() -> None:
    table = bridge_table()
    table["mat"] = [-2, 2, -0.25, 0.25]
    assert "camera, the figure is too small" in refused(FigureSpec.model_validate(table))
